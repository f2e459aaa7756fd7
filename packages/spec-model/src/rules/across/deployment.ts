import type { ApplicationDeployment } from '../../application-deployment/schema.js';
import type { ApplicationDescription } from '../../application-description/schema.js';
import { extensionsOf } from '../../identifiers/extension-key.js';
import type { DocumentPath, Issue } from '../../issue.js';
import type { Report } from '../../reading/check.js';
import { collectIssues } from '../../reading/collect-issues.js';
import { quoted, shortened } from '../../reading/wording.js';
import { reportTargets } from '../application-deployment/components.js';
import { reportProfile } from './profile.js';
import { isSameValue } from './same-value.js';

/**
 * Compares a deployment with the description of the application that it deploys: its id (AX-03), type and components
 * (AX-04), targets (AX-05), parameters (AX-06), extensions (AX-07) and device constraints (DC-09).
 *
 * @param deployment - a deployment that is valid by itself (1.0.0-rc.3)
 * @param description - the description that it was made from, or may have been
 * @returns what is wrong with the deployment, without positions in a text; no message repeats the value of a parameter
 *
 * @example
 * ```ts
 * import { checkDeploymentAgainst, parseApplicationDeployment, parseApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * apiVersion: v1
 * id: com-example-hello
 * metadata: { name: Hello, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - type: helm
 *     id: cluster
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 * `);
 * const deployment = parseApplicationDeployment(`
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: edge-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.1 }
 * `);
 * for (const { rule, message } of checkDeploymentAgainst(deployment, description)) console.log(rule, message);
 * ```
 */
export const checkDeploymentAgainst = (
  deployment: ApplicationDeployment,
  description: ApplicationDescription,
): Issue[] =>
  collectIssues((report) => {
    const { applicationId, deploymentProfile } = deployment.spec;
    if (applicationId !== description.id) {
      report(
        'AX-03',
        ['spec', 'applicationId'],
        `The deployment is of ${quoted(applicationId)}, but the description is of ${quoted(description.id)}.`,
      );
    }
    reportProfile(deploymentProfile, description, report);
    reportTargets(deployment, report);
    reportParameters(deployment, description, report);
    reportRootExtensions(deployment, description, report);
  });

/** AX-06. */
const reportParameters = (
  { spec: { deploymentProfile, parameters = {} } }: ApplicationDeployment,
  { parameters: described = {}, configuration }: ApplicationDescription,
  report: Report,
): void => {
  for (const name of Object.keys(parameters)) {
    if (!Object.hasOwn(described, name)) {
      report('AX-06', ['spec', 'parameters', name], `The description has no parameter ${quoted(name)}.`);
    }
  }
  const components = new Set(deploymentProfile.components.map(({ name }) => name));
  const optional = new Set(configuration?.schema.flatMap(({ name, allowEmpty }) => (allowEmpty ? [name] : [])));
  const settings = configuration?.sections.flatMap((section) => section.settings) ?? [];
  const asked = new Set(settings.flatMap(({ parameter, schema }) => (optional.has(schema) ? [] : [parameter])));
  for (const name of asked) {
    if (Object.hasOwn(parameters, name) || !Object.hasOwn(described, name)) continue;
    const reaches = described[name]?.targets.some((target) => target.components.some((one) => components.has(one)));
    if (reaches) {
      report('AX-06', ['spec', 'parameters'], `The parameter ${shortened(name)} is missing.`, {
        hint: 'Give it a value: its setting asks for one.',
      });
    }
  }
};

/** AX-07: extensions at the root of a description are for the fleet manager and for nobody behind it. */
const reportRootExtensions = (
  deployment: ApplicationDeployment,
  description: ApplicationDescription,
  report: Report,
): void => {
  const places: readonly { at: DocumentPath; found: Readonly<Record<string, unknown>> }[] = [
    { at: [], found: extensionsOf(deployment) },
    { at: ['spec'], found: extensionsOf(deployment.spec) },
  ];
  for (const [key, value] of Object.entries(extensionsOf(description))) {
    for (const { at, found } of places) {
      if (Object.hasOwn(found, key) && isSameValue(found[key], value)) {
        report('AX-07', [...at, key], `${shortened(key)} stands at the root of the description and must stay there.`);
      }
    }
  }
};
