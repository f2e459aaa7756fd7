import type { ApplicationDescription } from '../../application-description/schema.js';
import type { Check } from '../../reading/check.js';
import { quoted, shortened } from '../../reading/wording.js';
import { parseHelmPointer } from '../../render/helm-pointer.js';

/** The places of one component that are written, with the parameter that writes each. */
interface Places {
  readonly written: Map<string, string>;
  /** Places on the way to those that are written. */
  readonly above: Map<string, string>;
}

/** PM-08: what two parameters write at one place, or through each other, only one of them can have written. */
export const placesCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles', 'parameters'],
  check: ({ deploymentProfiles, parameters = {} }, report) => {
    const helm = new Set(
      deploymentProfiles.flatMap(({ type, components }) => (type === 'helm' ? components.map(({ name }) => name) : [])),
    );
    const placesOf = new Map<string, Places>();
    for (const [name, { targets }] of Object.entries(parameters)) {
      targets.forEach(({ pointer, components }, t) => {
        const way = placesOnTheWay(pointer);
        for (const component of new Set(components)) {
          const places = placesOf.get(component) ?? { written: new Map(), above: new Map() };
          placesOf.set(component, places);
          // Only in Helm values is one place inside another.
          const said = conflict(places, helm.has(component) ? way : [pointer], name);
          if (said === undefined) continue;
          report(
            'PM-08',
            ['parameters', name, 'targets', t, 'pointer'],
            `${said} ${quoted(pointer)} of ${shortened(component)}.`,
          );
        }
      });
    }
  },
};

/** A pointer and everything above it, from the top. */
const placesOnTheWay = (pointer: string): readonly string[] => {
  let place = '';
  return (parseHelmPointer(pointer) ?? [pointer]).map((step) => (place += `${JSON.stringify(step)} `));
};

/** Writes a place, and tells who wrote it, or something above or below it, before. */
const conflict = ({ written, above }: Places, way: readonly string[], name: string): string | undefined => {
  const place = way.at(-1) ?? '';
  const parents = way.slice(0, -1);
  const same = written.get(place);
  const parent = parents.find((one) => written.has(one));
  const over = parent === undefined ? undefined : written.get(parent);
  const under = above.get(place);
  written.set(place, name);
  for (const one of parents) above.set(one, name);
  if (same !== undefined && same !== name) return `Parameter ${shortened(same)} also writes`;
  if (over !== undefined) return `Parameter ${shortened(over)} writes a place above`;
  return under === undefined ? undefined : `Parameter ${shortened(under)} writes a place below`;
};
