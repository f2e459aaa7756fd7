import {
  formatEnvFile,
  renderComposeEnvironment,
  renderHelmValues,
  type ApplicationDeployment,
} from '@margo-sdk/spec-model';

/** A file that a component would be started with. */
export interface RenderedFile {
  readonly name: string;
  readonly content: string;
}

/** Renders what Helm or Compose would be given for a component. */
export const renderFile = (deployment: ApplicationDeployment, component: string): RenderedFile => {
  if (deployment.spec.deploymentProfile.type === 'compose') {
    return { name: '.env', content: formatEnvFile(renderComposeEnvironment(deployment, component)) };
  }
  // JSON is YAML, and leaves nothing to be guessed about strings such as "no" or "1.0".
  const values = renderHelmValues(deployment, component);
  return { name: 'values.yaml', content: `${JSON.stringify(values, null, 2)}\n` };
};
