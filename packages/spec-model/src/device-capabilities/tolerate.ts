import { architectureName } from '../identifiers/architectures.js';
import { DEPLOYMENT_TYPES, RUNTIMES } from '../identifiers/deployment-types.js';
import type { Report } from '../reading/check.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

/** As much of a name as a message repeats. */
const SHOWN_CHARACTERS = 80;
const OFFERS = { supportedRuntimes: RUNTIMES, supportedDeploymentTypes: DEPLOYMENT_TYPES } as const;

/**
 * Reads what later revisions and other makers call by names of their own: a runtime or deployment type that is not
 * known is custom (CAP-12, M-13), and x86_64 is amd64. Each is said in a warning; the bytes stay as they are.
 */
export const tolerateNames = (document: Mapping, report: Report): Record<string, unknown> => {
  const { properties } = document;
  if (!isMapping(properties)) return document;
  return {
    ...document,
    properties: {
      ...properties,
      ...knownOffers('supportedRuntimes', properties, report),
      ...knownOffers('supportedDeploymentTypes', properties, report),
      ...knownArchitectures('cpus', properties, report),
    },
  };
};

const knownOffers = (member: keyof typeof OFFERS, properties: Mapping, report: Report): Mapping => {
  const offers = properties[member];
  // What is no list of names stays, for the schema to refuse.
  if (!Array.isArray(offers) || !offers.every((offer) => typeof offer === 'string')) return {};
  const known: readonly string[] = OFFERS[member];
  if (offers.every((offer) => known.includes(offer))) return {};
  const read = offers.map((offer, index) => {
    if (known.includes(offer)) return offer;
    report('CP-00', ['properties', member, index], `${shown(offer)} is not known and is read as custom.`, {
      severity: 'warning',
      hint: `Known are ${known.join(', ')}; whatever else a device offers is called custom and told apart by labels.`,
    });
    return 'custom';
  });
  return { [member]: [...new Set(read)] };
};

/** A-16, for 1.0.0-rc.2 with message signatures, where processors stand in `cpu`. */
export const tolerateArchitectures = (document: Mapping, report: Report): Record<string, unknown> => {
  const { properties } = document;
  if (!isMapping(properties)) return document;
  return { ...document, properties: { ...properties, ...knownArchitectures('cpu', properties, report) } };
};

const knownArchitectures = (member: 'cpu' | 'cpus', properties: Mapping, report: Report): Mapping => {
  const cpus = properties[member];
  if (!Array.isArray(cpus)) return {};
  const read = cpus.map((cpu: unknown, index) => {
    if (!isMapping(cpu) || typeof cpu['architecture'] !== 'string') return cpu;
    const came = cpu['architecture'];
    const architecture = architectureName(came);
    if (architecture === came) return cpu;
    report('CP-03', ['properties', member, index, 'architecture'], `${shown(came)} is read as ${architecture}.`, {
      severity: 'warning',
      hint: `The specification calls it ${architecture}.`,
    });
    return { ...cpu, architecture };
  });
  return { [member]: read };
};

const shown = (name: string): string => JSON.stringify(name.slice(0, SHOWN_CHARACTERS));
