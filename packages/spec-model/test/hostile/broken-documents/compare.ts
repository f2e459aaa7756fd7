import {
  type ApplicationDeployment,
  type ApplicationDescription,
  checkBundleContents,
  checkCapabilitiesFor,
  checkDeploymentAgainst,
  checkDeploymentOn,
  checkStatusAgainst,
  type ComparedStatus,
  type DeviceCapabilitiesManifest,
  diffDeployments,
  explainPlacement,
  type ReportedDeployment,
  type StateManifest,
} from '@margo-sdk/spec-model';
import { capabilities, deployment, description, type Loose } from '../../documents.js';
import { described } from './bases.js';
import type { Further, Generated } from './campaign.js';
import { Trial, tryFurther } from './further.js';

const DESCRIBED = [described(), described(), description()] as ApplicationDescription[];
const small = capabilities();
small.properties.supportedDeploymentTypes = ['compose'];
const DEVICES = [capabilities(), capabilities(), small] as DeviceCapabilitiesManifest[];
const CHILD = deployment();
CHILD.metadata.deviceId = 'gateway/press';
const REPORTED = [deployment(), CHILD] as ReportedDeployment[];
const DIGESTS = [[`sha256:${'ab'.repeat(32)}`], [], [`sha256:${'cd'.repeat(32)}`]];

/** Holds a good document to others that it belongs to. */
export const tryTogether = (generated: Generated): Further => {
  const { base, result, random } = generated;
  const first = tryFurther(generated);
  if (!result.ok) return first;
  const trial = new Trial();
  const value = result.value as Loose;
  const isOfToday = base.revision === 'rc3';
  if (base.kind === 'ApplicationDeployment' && isOfToday) {
    const one = value as ApplicationDeployment;
    trial.found(checkDeploymentAgainst(one, random.pick(DESCRIBED)));
    trial.found(checkDeploymentOn(one, random.pick(DEVICES)));
    trial.said.push(JSON.stringify(explainPlacement(one, undefined).profiles[0]?.reason));
    trial.may(['ERR_POINTER_INVALID', 'ERR_POINTER_CONFLICT', 'ERR_RENDER_LIMIT'], () =>
      diffDeployments(deployment() as ApplicationDeployment, one),
    );
  }
  if (base.kind === 'DeploymentStatusManifest' && base.revision !== 'predraft-2024-10' && base.revision !== 'pr1') {
    trial.found(checkStatusAgainst(value as ComparedStatus, random.pick(REPORTED)));
  }
  if (base.kind === 'DeviceCapabilitiesManifest') {
    const { id } = value.properties;
    trial.found(checkCapabilitiesFor(value, { deviceId: random.pick([id, random.word()]), gateways: [random.word()] }));
    if (isOfToday) explainPlacement(random.pick(DESCRIBED), value as DeviceCapabilitiesManifest);
  }
  if (base.kind === 'StateManifest') trial.found(checkBundleContents(value as StateManifest, random.pick(DIGESTS)));
  return { issues: [...first.issues, ...trial.issues], said: [...first.said, ...trial.said] };
};
