/** Architectures that a processor can be reported with, since 1.0.0-rc.2. */
export const ARCHITECTURES = ['amd64', 'arm64', 'arm'] as const;

/** Architectures that a profile can ask for, since 1.0.0-rc.2: more than any device can report. */
export const REQUIRED_ARCHITECTURES = [...ARCHITECTURES, 'riscv64', 'other'] as const;

/** Other names that architectures go by. */
const OTHER_NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** The specification's name of a processor architecture; a name that it does not know stays as it is. */
export const architectureName = (name: string): string =>
  (Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined) ?? name;
