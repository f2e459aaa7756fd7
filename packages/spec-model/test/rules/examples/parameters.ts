import { type ApplicationDeployment, type ApplicationDescription, checkValues } from '@margo-sdk/spec-model';
import * as documents from '../../documents.js';
import type { Loose } from '../../documents.js';
import { against, description, type Example, type ExamplesOf, found } from './example.js';

const broken = against(description);
const target = (d: Loose): Loose => d.parameters.site.targets[0];
const schema = (d: Loose, index: number): Loose => d.configuration.schema[index];

/** Rules of parameters. */
export const PARAMETER_EXAMPLES: ExamplesOf<'PM'> = {
  'PM-01': broken((d) => (d.parameters = [])),
  'PM-02': broken(
    (d) => (d.parameters.site.targets = []),
    (d) => delete target(d).pointer,
    (d) => (target(d).components = []),
  ),
  'PM-03': broken((d) => (target(d).components = ['app-helm'])),
  'PM-04': broken(
    (d) => (d.parameters.site.value = { a: 1 }),
    (d) => (d.parameters.site.value = ['a', 1]),
  ),
  'PM-05': {
    fails: [description((d) => (target(d).pointer = 'a..b')), description((d) => (target(d).pointer = 'a[x]'))],
    passes: [description((d) => (target(d).pointer = 'a\\.b[0].c'))],
  },
  'PM-06': broken((d) => (d.parameters.poll.targets[1].pointer = 'ENV.POLL')),
  'PM-07': broken((d) => target(d).components.push('app-compose')),
  'PM-08': broken(
    (d) => (target(d).pointer = 'settings.poll'),
    (d) => (target(d).pointer = 'settings'),
  ),
  'PM-09': broken((d) => d.parameters.poll.targets.pop()),
  'PM-10': {
    fails: [description((d) => (d.parameters.password = { ...d.parameters.site, value: 'hunter2' }))],
    passes: [description((d) => (d.parameters.password = { targets: d.parameters.site.targets }))],
  },
};

/** Values that somebody chose, and what the description made of them. */
const values = (chosen: Loose, change: (d: Loose) => unknown = () => {}): Example =>
  found(() => {
    const [described, previous] = [documents.description(), documents.deployment()];
    change(described);
    return checkValues(described as ApplicationDescription, chosen, { previous: previous as ApplicationDeployment });
  });
const fixed = (d: Loose): void => void (d.configuration.sections[0].settings[0].immutable = true);
const precise = (d: Loose): void =>
  void (d.configuration.schema[0] = { name: 'seconds', dataType: 'double', minPrecision: 2 });

/** Rules of the configuration. */
export const CONFIGURATION_EXAMPLES: ExamplesOf<'CF'> = {
  'CF-01': broken(
    (d) => (d.configuration = []),
    (d) => (d.configuration.schema = []),
  ),
  'CF-02': broken(
    (d) => delete d.configuration.sections[0].name,
    (d) => delete d.configuration.sections[0].settings[0].parameter,
  ),
  'CF-03': broken((d) => (d.configuration.sections[0].settings[0].parameter = 'pole')),
  'CF-04': broken((d) => (d.configuration.sections[0].settings[0].schema = 'minutes')),
  'CF-05': broken((d) => (schema(d, 1).name = 'seconds')),
  'CF-06': broken(
    (d) => d.configuration.sections[0].settings.push(d.configuration.sections[0].settings[0]),
    (d) => d.configuration.sections[0].settings.pop(),
    (d) => d.configuration.schema.push({ name: 'spare', dataType: 'string' }),
  ),
  'CF-07': broken((d) => (schema(d, 0).dataType = 'number')),
  'CF-08': broken(
    (d) => (schema(d, 0).maxLength = 3),
    (d) => (schema(d, 1).multiselect = true),
  ),
  'CF-09': broken(
    (d) => (schema(d, 0).minValue = 61),
    (d) => (schema(d, 0).minValue = 0.5),
    (d) => (schema(d, 1).regexMatch = '('),
  ),
  'CF-10': {
    fails: [
      description((d) => (schema(d, 0).options = [])),
      description((d) => (schema(d, 0).options = [30, 'many'])),
      description((d) => (schema(d, 0).options = [30, 30])),
    ],
    passes: [description((d) => (schema(d, 0).options = ['30', 1]))],
  },
  'CF-11': broken((d) => (d.parameters.poll.value = 100)),
  'CF-12': { fails: [values({ poll: 100 }), values({ poll: 'often' })], passes: [values({ poll: 10 })] },
  'CF-13': { fails: [values({ poll: 10 }, fixed)], passes: [values({ poll: 30 }, fixed), values({ poll: 10 })] },
  'CF-14': { fails: [values({ site: '' })], passes: [values({ site: 'south' }), values({})] },
  'CF-15': { fails: [values({ poll: 1.5 }, precise)], passes: [values({ poll: 1.25 }, precise)] },
};
