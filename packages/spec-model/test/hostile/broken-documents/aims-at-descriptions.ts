import type { RuleId } from '@margo-sdk/spec-model';
import type { Loose } from '../../documents.js';
import { BASES, OLD_DESCRIPTIONS } from './bases.js';
import type { Aim } from './campaign.js';

const { plain, catalogued, constrained, configured, custom } = BASES;

const at =
  (...bases: Aim['bases']) =>
  (rule: RuleId, change: Aim['change']): Aim => ({ rule, bases, change });

const profile = (d: Loose, p = 0): Loose => d.deploymentProfiles[p];
const properties = (d: Loose): Loose => profile(d).components[0].properties;
const rule = (d: Loose): Loose => profile(d).deviceConstraints.eligibilityRules[0];
const expressions = (d: Loose): Loose[] => rule(d).propertySelector.matchExpressions;
const setting = (d: Loose): Loose => d.configuration.sections[0].settings[0];
const schema = (d: Loose, s: number): Loose => d.configuration.schema[s];
const target = (d: Loose, name: string): Loose => d.parameters[name].targets[0];

const any = at(plain, catalogued, constrained, configured, custom);
const inPlain = at(plain);
const inCatalog = at(catalogued);
const inConstraints = at(constrained);
const inConfiguration = at(configured);

/** Rules of descriptions of today. */
export const DESCRIPTION_AIMS: readonly Aim[] = [
  any('AD-00', (d, r) => (d.metadata = r.word())),
  any('AD-02', (d, r) => (d.apiVersion = r.pick(['v2', r.word(), 1]))),
  any('AD-05', (d, r) => (d.kind = r.pick(['ApplicationDescription', 'application', r.word()]))),
  any('AD-06', (d, r) => (d.id = r.pick([r.word().toUpperCase(), `${r.word()}.${r.word()}`, 'a'.repeat(201)]))),
  any('AD-07', (d, r) => (d.id = r.pick([`-${r.word()}`, `${r.word()}-`, 'a'.repeat(64 + r.below(100))]))),
  any('AD-08', (d, r) => (d.metadata.version = r.pick([r.below(99), 1.5, true, '1.0']))),
  any('AD-09', (d, r) => (d.metadata.version = `1.0.0${r.pick(['+', ' ', '/', '~'])}${r.word()}`)),
  any(
    'AD-10',
    (d, r) => (d.metadata.catalog = r.pick([{}, { organization: [] }, { organization: [{ site: r.word() }] }])),
  ),
  inCatalog('AD-11', (d, r) => (d.metadata.catalog.author[0].email = r.word())),
  inCatalog(
    'AD-12',
    (d, r) => (d.metadata.catalog.application.icon = `${r.pick(['../', '/', 'https://', 'a/../../'])}${r.word()}`),
  ),
  inCatalog('AD-12', (d, r) => (d.metadata.catalog.application.descriptionFile = `${r.word()}.${r.word()}`)),
  any('AD-13', (d, r) => (d.deploymentProfiles = r.pick<Loose>([[], {}, null]))),
  any('AD-14', (d) => delete profile(d).id),
  inPlain('AD-14', (d, r) => (profile(d).id = profile(d, 1).id = r.word())),
  any('AD-15', (d, r) => (profile(d).type = r.pick(['helm.v3', r.word()]))),
  any('AD-16', (d) => (profile(d).components = [])),
  any('AD-17', (d, r) => (profile(d).components[0].name = `${r.word()}.${r.word()}`)),
  inPlain('AD-18', (d) => (profile(d).components[0].name = 'server')),
  inPlain('AD-19', (d, r) => (profile(d, 1).components[0].name = r.pick(['server', 'database']))),
  any('AD-20', (d, r) => (properties(d).repository = r.pick([`https://${r.word()}/a`, `oci://${r.word()}/a:1`, 7]))),
  any('AD-20', (d, r) => (properties(d).revision = r.pick([`v${r.below(99)}.0.0`, '1.0', '1.0.0+1', 1.5]))),
  any('AD-21', (d, r) => (properties(d)[r.pick(['packageLocation', 'keyLocation'])] = `https://${r.word()}`)),
  any('AD-23', (d, r) => (properties(d).timeout = r.pick(['0m0s', '00m00s', `${r.below(99)}m`, `${r.below(99)}`]))),
  any('AD-24', (d, r) => (properties(d).wait = r.pick(['true', 'yes', 1]))),
  inPlain('AD-25', (d, r) => (profile(d, 1).components[0].properties.wait = r.chance(0.5))),
  inPlain('AD-27', (d, r) => d.deploymentProfiles.splice(r.below(2), 1)),
  any('AD-29', (d, r) => (profile(d).requiredResources = r.pick<Loose>([{}, { memory: '1Gi' }, r.word()]))),
  inConstraints('AD-30', (d) => (profile(d).deviceConstraints.capacityRequirements.cpu.architectures = ['other'])),
  inConstraints('AD-30', (d) => (expressions(d)[2].itemSelector.matchExpressions[0].values = ['other'])),
  any('AD-31', (d, r) => (d.metadata[r.word()] = r.word())),
  any('AD-32', (d, r) => ((r.chance(0.5) ? d : profile(d))['x-placeholder-extensions'] = {})),
  any('EX-01', (d, r) => (d[r.pick(['x-acme-extensions', 'x-b-extensions'])] = r.pick<Loose>([r.word(), 1, []]))),
  any('EX-01', (d, r) => (d.metadata[`x-${r.word()}-extensions`] = {})),

  inPlain('PM-01', (d, r) => (d.parameters = r.pick<Loose>([[], r.word(), 7]))),
  inPlain(
    'PM-02',
    (d, r) => (d.parameters[r.pick(['poll', 'site'])].targets = r.pick<Loose>([[], [{}], [{ pointer: r.word() }]])),
  ),
  inPlain('PM-03', (d, r) => (target(d, 'site').components = [r.pick([r.word(), 'app-helm'])])),
  inPlain(
    'PM-04',
    (d, r) => (d.parameters.site.value = r.pick<Loose>([{ [r.word()]: 1 }, [r.word(), 1], [['Hunter2']], null])),
  ),
  inPlain('PM-05', (d, r) => (target(d, 'site').pointer = `${r.word()}${r.pick(['..', '[x]', '[', '.', '[1]x'])}`)),
  inPlain(
    'PM-06',
    (d, r) => (d.parameters.poll.targets[1].pointer = r.pick([`ENV.${r.word()}`, `PORTS.${r.word()}`, `1${r.word()}`])),
  ),
  inPlain(
    'PM-07',
    (d, r) =>
      (target(d, 'site').components = r.pick([
        ['server', 'app-compose'],
        ['app-compose', 'database'],
      ])),
  ),
  inPlain(
    'PM-07',
    (d, r) => (d.parameters.poll.targets = [{ pointer: r.word(), components: ['server', 'app-compose'] }]),
  ),
  inPlain('PM-08', (d, r) => (target(d, 'site').pointer = r.pick(['settings.poll', 'settings', 'settings.poll.x']))),
  inPlain('PM-09', (d, r) => d.parameters.poll.targets.splice(r.below(2), 1)),
  inPlain('PM-09', (d, r) => (d.parameters.poll.targets = [{ pointer: r.word(), components: ['database'] }])),
  inPlain(
    'PM-10',
    (d, r) => (d.parameters[`${r.word()}-${r.pick(['password', 'token', 'key', 'secret'])}`] = d.parameters.site),
  ),

  inConfiguration(
    'CF-01',
    (d, r) => (d.configuration = r.pick<Loose>([[], { sections: [] }, { schema: [] }, r.word()])),
  ),
  inConfiguration('CF-02', (d, r) => delete setting(d)[r.pick(['parameter', 'name', 'schema'])]),
  inConfiguration('CF-03', (d, r) => (setting(d).parameter = r.pick([r.word(), 'constructor', 'toString']))),
  inConfiguration('CF-04', (d, r) => (setting(d).schema = r.word())),
  inConfiguration('CF-05', (d, r) => (schema(d, r.below(3)).name = 'seconds')),
  inConfiguration('CF-06', (d, r) => d.configuration.schema.push({ name: r.word(), dataType: 'string' })),
  inConfiguration(
    'CF-07',
    (d, r) => (schema(d, r.below(4)).dataType = r.pick(['number', r.word(), 'array[array[string]]'])),
  ),
  inConfiguration(
    'CF-08',
    (d, r) => (schema(d, 3)[r.pick(['maxLength', 'minLength', 'regexMatch'])] = r.pick([1, 'a'])),
  ),
  inConfiguration('CF-09', (d, r) =>
    Object.assign(schema(d, 3), r.pick<Loose>([{ minValue: 61 + r.below(99) }, { minValue: 0.5 }])),
  ),
  inConfiguration(
    'CF-09',
    (d, r) => (schema(d, 0).regexMatch = `${r.word()}${r.pick(['(', '[', '*)', '(?<=a)', '\\1'])}`),
  ),
  inConfiguration('CF-10', (d, r) => (schema(d, 3).options = r.pick<Loose>([[], [30, r.word()], [30, 30], {}]))),
  inConfiguration('CF-11', (d, r) => (d.parameters.poll.value = r.pick([61 + r.below(1e6), -1, 1.5]))),
  inConfiguration('CF-11', (d, r) => (schema(d, 0).regexMatch = `^${r.word()}$`)),
  inConfiguration('CF-12', (d, r) => (d.metadata.description = r.word())),
  inConfiguration('CF-13', (d, r) => (d.metadata.description = r.word())),
  inConfiguration('CF-14', (d, r) => (d.metadata.description = r.word())),
  inConfiguration('CF-14', (d, r) => (schema(d, 1).description = r.word())),
  inConfiguration('CF-15', (d, r) => Object.assign(schema(d, 1), { minPrecision: 2 + r.below(3), maxPrecision: 9 })),
  inConfiguration('CF-15', (d, r) => Object.assign(schema(d, 1), { minPrecision: 2 + r.below(3), maxPrecision: 9 })),

  inConstraints(
    'DC-01',
    (d, r) => (profile(d).deviceConstraints.capacityRequirements.memory = r.pick(['1024', '1 Gi', '5Ti', 7])),
  ),
  inConstraints('DC-02', (d, r) => (expressions(d)[r.below(3)].key = r.word())),
  inConstraints('DC-02', (d, r) => (rule(d).labelSelector.matchExpressions[0].key = `/${r.word()}`)),
  inConstraints('DC-03', (d, r) => delete expressions(d)[r.below(2)].values),
  inConstraints('DC-03', (d, r) => (expressions(d)[0].values = r.pick<Loose>([['a', 1], [true, false], [{}]]))),
  inConstraints('DC-04', (d) => (expressions(d)[2].itemSelector.matchExpressions = [])),
  inConstraints(
    'DC-05',
    (d, r) => (profile(d).deviceConstraints.eligibilityRules = r.pick<Loose>([[], [{}], [rule(d), {}]])),
  ),
  inConstraints('DC-06', (d, r) => (expressions(d)[0].key = `/${r.word()}`)),
  inConstraints('DC-06', (d, r) =>
    Object.assign(expressions(d)[0], { operator: r.pick(['Gt', 'Lt']), values: [r.below(9)] }),
  ),
  inConstraints('DC-04', (d, r) => (expressions(d)[2].itemSelector = { matchExpressions: [], [r.word()]: 1 })),
  at(custom)(
    'DC-07',
    (d, r) => (profile(d).deviceConstraints = r.pick<Loose>([{}, undefined, { eligibilityRules: [{}] }])),
  ),
  inConstraints(
    'DC-08',
    (d, r) => (expressions(d)[2].itemSelector.matchExpressions[0].values = [r.pick<Loose>([r.word(), 1])]),
  ),
  inConstraints('DC-08', (d, r) => (expressions(d)[0].values = [r.below(99)])),
];

const OLDEST = OLD_DESCRIPTIONS.slice(0, 3);
const inOldest = at(...OLDEST);

/** Rules of descriptions of older revisions. */
export const OLD_DESCRIPTION_AIMS: readonly Aim[] = [
  at(...OLD_DESCRIPTIONS)('AD-03', (d, r) => (d.apiVersion = r.pick(['', r.word(), 1]))),
  at(...OLD_DESCRIPTIONS)('AD-04', (d, r) => (d.kind = r.pick(['Chart', r.word(), 1]))),
  inOldest('AD-22', (d, r) => delete properties(d)[r.pick(['repository', 'revision'])]),
  inOldest('AD-22', (d) => delete profile(d, 1).components[0].properties.packageLocation),
  inOldest('AD-26', (d) => delete profile(d, 1).components[0].properties.keyLocation),
  at(...OLD_DESCRIPTIONS.slice(1))('AD-28', (d, r) =>
    Object.assign(
      profile(d).requiredResources,
      r.pick<Loose>([{ memory: '1 GB' }, { cpu: { cores: 0 } }, { storage: r.word() }]),
    ),
  ),
];
