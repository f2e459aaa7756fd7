import {
  joinBasePath,
  margoIdentityOf,
  profileFacts,
  wirePath,
  type SpiffeId,
  type WirePathParameters,
  type WireProfile,
  type WireResource,
} from '@margo-sdk/protocol';

/** What is spoken with one client: the profile, and the id that the paths of the signed ones name it by (API-06). */
export interface Wire {
  readonly profile: WireProfile;
  readonly clientId: string;
}

/** What is spoken with a client of this SPIFFE id. */
export const wireOf = (profile: WireProfile, client: SpiffeId): Wire => {
  const identity = margoIdentityOf(client);
  return { profile, clientId: identity?.role === 'client' ? identity.clientId : '' };
};

type Parameters<Resource extends WireResource> = Readonly<Omit<WirePathParameters<Resource, WireProfile>, 'clientId'>>;

/** Path of a resource, as manifests give it. Values are encoded. */
export const pathOf = <Resource extends WireResource>(
  { profile, clientId }: Wire,
  resource: Resource,
  parameters: Parameters<Resource>,
): string => wirePath(resource, { ...parameters, clientId } as WirePathParameters<Resource, WireProfile>, profile);

/** Path of a resource below its origin, with values that are put in as they are: already encoded, or encoded wrongly. */
export const targetOf = (
  { profile, clientId }: Wire,
  resource: WireResource,
  parameters: Readonly<Record<string, string>> = {},
): string => {
  const values: Readonly<Record<string, string>> = { ...parameters, clientId };
  const { paths, basePath } = profileFacts(profile);
  return joinBasePath(
    basePath,
    paths[resource].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  );
};
