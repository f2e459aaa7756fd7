import { type ApplicationDeployment, type ApplicationDescription, checkDeploymentAgainst } from '@margo-sdk/spec-model';
import * as documents from '../../documents.js';
import type { Loose } from '../../documents.js';
import { description, type Example, type ExamplesOf, found } from './example.js';

const constrained = (deviceConstraints: Loose, type = 'helm'): Example =>
  description((d) => Object.assign(d.deploymentProfiles[0], { type, deviceConstraints }));
const capacity = (capacityRequirements: Loose): Example => constrained({ capacityRequirements });
const property = (...matchExpressions: Loose[]): Example =>
  constrained({ eligibilityRules: [{ propertySelector: { matchExpressions } }] });
const label = (...matchExpressions: Loose[]): Example =>
  constrained({ eligibilityRules: [{ labelSelector: { matchExpressions } }] });
const hasA = (operator: string, matchExpressions: Loose[]): Loose => ({
  key: '/peripherals',
  operator,
  itemSelector: { matchExpressions },
});

const copied = (described: Loose, deployed: Loose): Example =>
  found(() => {
    const [description, deployment] = [documents.description(), documents.deployment()];
    deployment.spec.deploymentProfile.components = description.deploymentProfiles[0].components;
    Object.assign(description.deploymentProfiles[0], described);
    Object.assign(deployment.spec.deploymentProfile, deployed);
    return checkDeploymentAgainst(deployment as ApplicationDeployment, description as ApplicationDescription);
  });
const needs = (memory: string): Loose => ({ deviceConstraints: { capacityRequirements: { memory } } });

/** Rules of device constraints. */
export const CONSTRAINT_EXAMPLES: ExamplesOf<'DC'> = {
  'DC-01': {
    fails: [capacity({ memory: '1024' }), capacity({ storage: '1 Gi' }), capacity({ cpu: {} })],
    passes: [capacity({ memory: '1Gi', storage: '1Ti', cpu: { cores: 0.5 } })],
  },
  'DC-02': {
    fails: [property({ key: 'memory', operator: 'Exists' }), label({ key: '/zone', operator: 'Exists' })],
    passes: [property({ key: '/memory', operator: 'Exists' }), label({ key: 'zone', operator: 'Exists' })],
  },
  'DC-03': {
    fails: [
      label({ key: 'a', operator: 'Is', values: ['x'] }),
      label({ key: 'a', operator: 'In' }),
      label({ key: 'a', operator: 'Exists', values: ['x'] }),
      label({ key: 'a', operator: 'Gt', values: ['many'] }),
      label({ key: 'a', operator: 'In', values: ['x', 1] }),
      label({ key: 'a', operator: 'In', values: [true, false] }),
      property({ key: '/cpus', operator: 'ContainsAny' }),
    ],
    passes: [
      label({ key: 'a', operator: 'In', values: ['x', 'y'] }, { key: 'b', operator: 'Gt', values: ['1.5'] }),
      property(hasA('ContainsAll', [{ key: '/type', operator: 'In', values: ['gpu'] }])),
    ],
  },
  'DC-04': {
    fails: [property(hasA('ContainsAny', []))],
    passes: [property(hasA('ContainsAny', [{ key: '/model', operator: 'Exists' }]))],
  },
  'DC-05': {
    fails: [constrained({ eligibilityRules: [] }), constrained({ eligibilityRules: [{}] }), label()],
    passes: [constrained({}), label({ key: 'a', operator: 'Exists' })],
  },
  'DC-06': {
    fails: [
      property({ key: '/resources/memory', operator: 'Exists' }),
      property({ key: '/memory', operator: 'Gt', values: [1] }),
    ],
    passes: [property({ key: '/cpus/0/cores', operator: 'Gt', values: [1] })],
  },
  'DC-07': {
    fails: [constrained({}, 'custom')],
    passes: [
      constrained(
        { eligibilityRules: [{ labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }] },
        'custom',
      ),
    ],
  },
  'DC-08': {
    fails: [property(hasA('ContainsAny', [{ key: '/type', operator: 'In', values: ['nic'] }]))],
    passes: [property(hasA('ContainsAny', [{ key: '/type', operator: 'In', values: ['gpu'] }]))],
  },
  'DC-09': {
    fails: [copied(needs('1Gi'), {}), copied(needs('1Gi'), needs('1Mi')), copied({}, needs('1Gi'))],
    passes: [copied(needs('1Gi'), needs('1Gi')), copied({}, {})],
  },
};
