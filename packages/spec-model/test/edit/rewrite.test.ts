import { expect, it } from 'vitest';
import { rewrite } from '@margo-sdk/spec-model';

const TEXT = `# of 2024
apiVersion: margo.org/v1-alpha1
kind: application
metadata:
  id: com-example-hello
  name: Hello
deploymentProfiles:
  # for clusters
  - type: helm.v3
    components:
      - name: hello # the one
        properties:
          # where it is
          packageLocation: oci://registry.example.com/hello
          revision: 1.0.0
  # for single machines
  - type: docker-compose
    components: []
`;

it('brings a document to another revision and keeps its comments', () => {
  expect(
    rewrite(TEXT, {
      apiVersion: 'v1',
      id: 'com-example-hello',
      metadata: { name: 'Hello' },
      deploymentProfiles: [
        {
          id: 'helm-0',
          type: 'helm',
          components: [
            { name: 'hello', properties: { repository: 'oci://registry.example.com/hello', revision: '1.0.0' } },
          ],
        },
        { type: 'compose', components: [] },
      ],
    }),
  ).toBe(`# of 2024
apiVersion: v1
id: com-example-hello
metadata:
  name: Hello
deploymentProfiles:
  # for clusters
  - id: helm-0
    type: helm
    components:
      - name: hello # the one
        properties:
          # where it is
          repository: oci://registry.example.com/hello
          revision: 1.0.0
  # for single machines
  - type: compose
    components: []
`);
});

it('finds the elements of a list again, by value and by name', () => {
  const text = '- a # a\n- name: b # b\n  value: 1\n- c # c\n- name: d # d\n  value: 2\n';
  expect(rewrite(text, ['a', 'new', 'c', { name: 'd', value: 3 }, 'last'])).toBe(
    '- a # a\n- new\n- c # c\n- name: d # d\n  value: 3\n- last\n',
  );
  expect(rewrite(text, [{ name: 'd', value: 3 }])).toBe('- name: d # d\n  value: 3\n');
  expect(rewrite('[1, 2, 3, 4]', [4, 1, 2, 3])).toBe('[4, 1, 2, 3]');
});

it('does not take the order of members for a change', () => {
  expect(rewrite('b: 1\na: 2\n', { a: 2, b: 1 })).toBe('b: 1\na: 2\n');
});

it('takes members of the same value for each other in the order in which they stand', () => {
  expect(rewrite('a: x # a\nb: x # b\n', { c: 'x', d: 'x' })).toBe('c: x # a\nd: x # b\n');
});

it('refuses what it cannot do as edit does', () => {
  expect(() => rewrite('a: [', {})).toThrow(expect.objectContaining({ code: 'ERR_EDIT_TEXT' }));
  expect(() => rewrite('a: 1', { a: NaN })).toThrow(expect.objectContaining({ code: 'ERR_VALUE_UNWRITABLE' }));
});
