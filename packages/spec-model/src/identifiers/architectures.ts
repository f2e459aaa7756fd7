/** Other names that architectures go by. */
const OTHER_NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** The specification's name of a processor architecture; a name that it does not know stays as it is. */
export const architectureName = (name: string): string =>
  (Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined) ?? name;
