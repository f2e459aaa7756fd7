import {
  checkComposeArchive,
  checkDocument,
  checkDeploymentAgainst,
  type Issue,
  parseApplicationDeployment,
  parseApplicationDescription,
  safeParseDeploymentStatusManifest,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { changed, deployment, description, type Loose, status } from '../documents.js';

const hints = (issues: readonly Issue[], rule: string): (string | undefined)[] =>
  issues.filter((issue) => issue.rule === rule).map(({ hint }) => hint);

/** The issues of a description between 1.0.0-rc.2 and 1.0.0-rc.3. */
const issuesBetween = (change: (properties: Loose) => void): readonly Issue[] =>
  checkDocument(
    changed(
      description(),
      (d) => {
        d.apiVersion = 'margo.org/v1-alpha1';
        d.kind = 'ApplicationDescription';
        change(d.deploymentProfiles[0].components[0].properties);
      },
      'yaml',
    ),
    { revision: 'rc2-mtls' },
  ).result.issues;

describe('a hint is about what is wrong', () => {
  it('where a component has no repository', () => {
    expect(
      hints(
        issuesBetween((properties) => delete properties.repository),
        'AD-20',
      ),
    ).toEqual([expect.stringMatching(/^Write oci:\/\//)]);
  });

  it('where a component has no revision', () => {
    expect(
      hints(
        issuesBetween((properties) => delete properties.revision),
        'AD-20',
      ),
    ).toEqual([expect.stringMatching(/^Write a semantic version/)]);
  });

  it('where a timeout is zero', () => {
    expect(
      hints(
        issuesBetween((properties) => (properties.timeout = '0m0s')),
        'AD-23',
      ),
    ).toEqual([expect.stringContaining('more than zero')]);
  });

  it('where a deployment was not copied from its description', () => {
    const deployed = parseApplicationDeployment(
      changed(deployment(), (d) => (d.spec.deploymentProfile.components[0].properties.revision = '9.9.9'), 'yaml'),
    );
    const described = parseApplicationDescription(changed(description(), () => undefined, 'yaml'));
    expect(new Set(hints(checkDeploymentAgainst(deployed, described), 'AX-04'))).toEqual(
      new Set(['Copy type and components of the profile as they are, but not its id and description.']),
    );
  });

  it('where the version in a report is no integer', () => {
    const { issues } = safeParseDeploymentStatusManifest(
      changed(status(), (d) => (d.adoptedManifestVersion = 1.5), 'json'),
    );
    expect(hints(issues, 'MX-01')).toEqual([expect.stringContaining('whole number')]);
  });

  it('where a Compose file is none', () => {
    const issues = checkComposeArchive(
      [
        { path: 'app', type: 'directory' },
        { path: 'app/compose.yaml', type: 'file' },
      ],
      { composeFile: '[]' },
    );
    expect(hints(issues, 'CA-02')).toEqual(['Write a Compose file into it.']);
  });
});
