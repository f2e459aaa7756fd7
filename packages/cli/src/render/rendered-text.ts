import { formatEnvFile, formatHelmValues, type RenderedComponent } from '@margo-sdk/spec-model';
import { jsonText } from '../output/json.js';
import { UsageError } from '../usage-error.js';

/** A file for one component. */
export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

/** What a component is given, as the file that its tool reads. */
export const renderedFile = (rendered: RenderedComponent): RenderedFile => {
  const { component } = rendered;
  // The rules for names allow nothing else; a name that leads out of the folder must not depend on them.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(component)) {
    throw new UsageError('A component has a name that no file can have.', 'Use --component and your own file.');
  }
  switch (rendered.kind) {
    case 'helm':
      return { name: `${component}.values.yaml`, text: formatHelmValues(rendered.values) };
    case 'compose':
      return { name: `${component}.env`, text: formatEnvFile(rendered.environment) };
    case 'custom':
      return { name: `${component}.json`, text: `${jsonText(rendered.parameters)}\n` };
  }
};

/** All files in one text; each has its name above it, unless it is the only one. */
export const renderedTexts = (components: readonly RenderedComponent[]): string => {
  const files = components.map(renderedFile);
  if (files.length === 1) return files[0]?.text ?? '';
  // Values of several charts stay several YAML documents.
  const separator = components.some(({ kind }) => kind === 'helm') ? '---\n' : '\n';
  return files.map(({ name, text }) => `# ${name}\n${text}`).join(separator);
};
