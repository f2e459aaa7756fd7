import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';

type Change = (document: Loose) => void;
const profile = (d: Loose): Loose => d.deploymentProfiles[0];
const component = (d: Loose): Loose => profile(d).components[0];
const properties = (d: Loose): Loose => component(d).properties;

/** One way to break each rule, and nothing else as heavy. */
const BREAKERS: readonly (readonly [rule: string, what: string, change: Change])[] = [
  ['AD-00', 'metadata missing', (d) => delete d.metadata],
  ['AD-02', 'old apiVersion', (d) => (d.apiVersion = 'margo.org/v1-alpha1')],
  ['AD-02', 'apiVersion missing', (d) => delete d.apiVersion],
  ['AD-05', 'kind of the pre-draft', (d) => (d.kind = 'application')],
  ['AD-05', 'kind of rc.2, tolerated', (d) => (d.kind = 'ApplicationDescription')],
  ['AD-06', 'upper case', (d) => (d.id = 'App')],
  ['AD-06', '201 characters', (d) => (d.id = 'a'.repeat(201))],
  ['AD-06', 'at its old place', (d) => ((d.metadata.id = d.id), delete d.id)],
  ['AD-07', 'leading dash', (d) => (d.id = '-app')],
  ['AD-07', 'too long for DNS', (d) => (d.id = 'a'.repeat(64))],
  ['AD-08', 'version a number', (d) => (d.metadata.version = 1.5)],
  ['AD-08', 'name a boolean', (d) => (d.metadata.name = true)],
  ['AD-09', 'no OCI tag', (d) => (d.metadata.version = '1.0.0+build')],
  ['AD-10', 'no organization', (d) => (d.metadata.catalog.organization = [])],
  ['AD-10', 'organization without name', (d) => (d.metadata.catalog.organization = [{ site: 'x' }])],
  ['AD-11', 'no @', (d) => (d.metadata.catalog.author = [{ email: 'nobody' }])],
  ['AD-12', 'leaves the package', (d) => (d.metadata.catalog.application = { icon: '../icon.png' })],
  ['AD-12', 'absolute', (d) => (d.metadata.catalog.application = { licenseFile: '/etc/passwd' })],
  ['AD-13', 'no profiles', (d) => (d.deploymentProfiles = [])],
  ['AD-14', 'no id', (d) => delete profile(d).id],
  ['AD-14', 'same id twice', (d) => (d.deploymentProfiles[1].id = 'app-helm')],
  ['AD-15', 'old type', (d) => (profile(d).type = 'helm.v3')],
  ['AD-16', 'no components', (d) => ((profile(d).components = []), delete d.parameters, delete d.configuration)],
  ['AD-17', 'dots in the name', (d) => (component(d).name = 'org.example')],
  ['AD-18', 'same name twice', (d) => (profile(d).components[1].name = 'database')],
  ['AD-19', 'same name in two types', (d) => (d.deploymentProfiles[1].components[0].name = 'server')],
  ['AD-20', 'not oci', (d) => (properties(d).repository = 'https://r.example/db')],
  ['AD-20', 'leading v', (d) => (properties(d).revision = 'v1.0.0')],
  ['AD-20', 'plus instead of _', (d) => (properties(d).revision = '1.0.0+1')],
  ['AD-20', 'revision missing', (d) => delete properties(d).revision],
  ['AD-21', 'packageLocation', (d) => (properties(d).packageLocation = 'https://r.example/app.tgz')],
  ['AD-23', 'only minutes', (d) => (properties(d).timeout = '5m')],
  ['AD-23', 'zero', (d) => (properties(d).timeout = '0m0s')],
  ['AD-24', 'wait as text', (d) => (properties(d).wait = 'true')],
  ['AD-25', 'wait without a next one', (d) => (d.deploymentProfiles[1].components[0].properties.wait = true)],
  ['AD-27', 'helm only', (d) => (d.deploymentProfiles.pop(), d.parameters.poll.targets.pop())],
  ['AD-29', 'requiredResources', (d) => (profile(d).requiredResources = { memory: '1Gi' })],
  [
    'AD-30',
    'architecture other',
    (d) => (profile(d).deviceConstraints = { capacityRequirements: { cpu: { cores: 1, architectures: ['other'] } } }),
  ],
  ['AD-31', 'misspelt member', (d) => (d.metadata.descripton = 'x')],
  ['AD-32', 'placeholder extension', (d) => (d['x-placeholder-extensions'] = {})],
  ['EX-01', 'extension that is no mapping', (d) => (d['x-acme-extensions'] = 'yes')],
  ['PM-01', 'a list', (d) => ((d.parameters = []), delete d.configuration)],
  ['PM-02', 'no targets', (d) => (d.parameters.site.targets = [])],
  ['PM-02', 'target without components', (d) => delete d.parameters.site.targets[0].components],
  ['PM-03', 'unknown component', (d) => (d.parameters.site.targets[0].components = ['srv'])],
  ['PM-03', 'profile id', (d) => (d.parameters.site.targets[0].components = ['app-helm'])],
  ['PM-04', 'a mapping', (d) => (d.parameters.site.value = { a: 1 })],
  ['PM-04', 'a mixed list', (d) => (d.parameters.site.value = ['a', 1])],
  ['PM-05', 'empty part', (d) => (d.parameters.site.targets[0].pointer = 'a..b')],
  ['PM-06', 'dotted variable', (d) => (d.parameters.poll.targets[1].pointer = 'ENV.POLL')],
  ['PM-07', 'mixed kinds', (d) => d.parameters.site.targets[0].components.push('app-compose')],
  ['PM-08', 'same place', (d) => (d.parameters.site.targets[0].pointer = 'settings.poll')],
  ['PM-10', 'secret default', (d) => (d.parameters.adminPassword = { ...d.parameters.site, value: 'hunter2' })],
  ['CF-01', 'a list', (d) => (d.configuration = [])],
  ['CF-02', 'setting without schema', (d) => delete d.configuration.sections[0].settings[0].schema],
  ['CF-03', 'unknown parameter', (d) => (d.configuration.sections[0].settings[0].parameter = 'pole')],
  ['CF-04', 'unknown schema', (d) => (d.configuration.sections[0].settings[0].schema = 'minutes')],
  ['CF-05', 'same name twice', (d) => d.configuration.schema.push({ name: 'text', dataType: 'string' })],
  ['CF-06', 'unused schema', (d) => d.configuration.schema.push({ name: 'spare', dataType: 'string' })],
  ['CF-06', 'set twice', (d) => d.configuration.sections[0].settings.push(d.configuration.sections[0].settings[0])],
  ['CF-07', 'unknown type', (d) => (d.configuration.schema[0].dataType = 'number')],
  ['CF-08', 'length of an integer', (d) => (d.configuration.schema[0].maxLength = 3)],
  ['CF-08', 'multiselect without options', (d) => (d.configuration.schema[1].multiselect = false)],
  ['CF-09', 'upside down', (d) => (d.configuration.schema[0].minValue = 61)],
  ['CF-09', 'no regular expression', (d) => (d.configuration.schema[1].regexMatch = '(')],
  ['CF-09', 'look-ahead, a warning', (d) => (d.configuration.schema[1].regexMatch = '(?=x)')],
  ['CF-10', 'no options', (d) => (d.configuration.schema[1].options = [])],
  ['CF-11', 'default out of range', (d) => (d.parameters.poll.value = 100)],
  ['DC-01', 'unit missing', (d) => (profile(d).deviceConstraints = { capacityRequirements: { memory: '1024' } })],
  ['DC-02', 'not a pointer', (d) => constrain(d, 'propertySelector', { key: 'memory', operator: 'Exists' })],
  ['DC-03', 'values for Exists', (d) => constrain(d, 'labelSelector', { key: 'a', operator: 'Exists', values: ['x'] })],
  ['DC-03', 'no values for In', (d) => constrain(d, 'labelSelector', { key: 'a', operator: 'In' })],
  ['DC-03', 'text for Gt', (d) => constrain(d, 'labelSelector', { key: 'a', operator: 'Gt', values: ['many'] })],
  ['DC-03', 'unknown operator', (d) => constrain(d, 'labelSelector', { key: 'a', operator: 'Is', values: ['x'] })],
  ['DC-07', 'custom without label selector', (d) => (profile(d).type = 'custom')],
];

const constrain = (d: Loose, selector: string, expression: Loose): void => {
  profile(d).deviceConstraints = { eligibilityRules: [{ [selector]: { matchExpressions: [expression] } }] };
};

describe('application description', () => {
  it('accepts a good one without any remark', () => {
    const result = safeParseApplicationDescription(changed(description(), () => {}, 'yaml'));
    expect(result).toMatchObject({ ok: true, issues: [] });
  });

  it.each(BREAKERS)('%s: %s', (rule, _, change) => {
    const result = safeParseApplicationDescription(changed(description(), change, 'yaml'));
    const issue = result.issues.find((one) => one.rule === rule);
    expect(issue, JSON.stringify(result.issues)).toBeDefined();
    expect(issue?.line).toBeGreaterThan(0);
    expect(issue?.column).toBeGreaterThan(0);
    expect(result.ok).toBe(!result.issues.some(({ severity }) => severity === 'error'));
  });

  it('says everything at once, in the order of the text', () => {
    const text = changed(
      description(),
      (d) => {
        d.id = 'UPPER';
        profile(d).type = 'docker-compose';
        d.parameters.site.targets[0].pointer = '.';
        d.parameters.poll.targets = [];
      },
      'yaml',
    );
    const { issues } = safeParseApplicationDescription(text);
    expect(issues.map(({ rule }) => rule)).toEqual(['AD-06', 'AD-15', 'PM-02']);
    expect(issues.map(({ line }) => line ?? 0)).toEqual([...issues.map(({ line }) => line ?? 0)].sort((a, b) => a - b));
  });

  it('keeps members and extensions that it does not know (EX-02)', () => {
    const text = changed(
      description(),
      (d) => {
        component(d)['x-acme-extensions'] = { a: 1 };
        component(d).properties.future = 'kept';
      },
      'yaml',
    );
    const result = safeParseApplicationDescription(text);
    expect(result).toMatchObject({
      ok: true,
      value: {
        deploymentProfiles: [
          { components: [{ 'x-acme-extensions': { a: 1 }, properties: { future: 'kept' } }, {}] },
          {},
        ],
      },
    });
  });

  it('never repeats the value of a parameter, which may be secret', () => {
    const text = changed(description(), (d) => (d.parameters.poll.value = { secret: 'hunter2' }), 'yaml');
    expect(JSON.stringify(safeParseApplicationDescription(text).issues)).not.toContain('hunter2');
  });

  it('shows how a number was written and how to quote it (AD-08)', () => {
    const text = changed(description(), () => {}, 'yaml').replace('version: 1.0.0', 'version: 1.10');
    const issue = safeParseApplicationDescription(text).issues.find(({ rule }) => rule === 'AD-08');
    expect(issue).toMatchObject({ message: expect.stringContaining('1.10'), hint: 'Put it in quotes: "1.10".' });
  });
});
