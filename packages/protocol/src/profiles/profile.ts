import type { Revision } from '@margo-sdk/spec-model';

/** What the interface has, in every profile. */
export type WireResource = 'capabilities' | 'stateManifest' | 'deployment' | 'deploymentStatus' | 'bundle';

/** Templates of the paths of a profile; each value that a path needs stands in braces. */
export type WirePaths = Readonly<Record<WireResource, string>>;

/** How devices are let in where they ask for it over the interface. */
export interface OnboardingFacts {
  /** Where a device asks to be let in. */
  readonly path: string;
  /** Where the root certificate of the fleet manager is. */
  readonly certificatePath: string;
  /** The member of the request that holds the certificate of the device. */
  readonly certificateMember: 'certificate' | 'public_certificate';
  /** The member of the answer that holds the id of the client. */
  readonly clientIdMember: 'clientId' | 'client_id';
  /** What a certificate is answered with that was let in before: the same id again, or a refusal. */
  readonly again: 201 | 409;
}

/** How messages are signed where that proves who sends them (RFC 9421). */
export interface SigningFacts {
  /** The label of the one signature that counts (LG-09). */
  readonly label: string;
  /** What a request without a body has to cover, and a client of ours covers (LG-07). */
  readonly components: readonly string[];
  /** What it has to cover besides when it has a body (M-57). */
  readonly componentsOfBody: readonly string[];
}

/** Everything in which one wire profile differs from another. */
export interface ProfileFacts {
  /** Revision of the documents that travel. */
  readonly revision: Revision;
  /** Where the interface stands below the origin unless the embedder says otherwise (M-04). */
  readonly basePath: string;
  readonly paths: WirePaths;
  /** How messages are signed; null where the connection proves who is at its other end (API-05). */
  readonly signing: SigningFacts | null;
  /** How devices are let in over the interface; null where that is not its business. */
  readonly onboarding: OnboardingFacts | null;
  /** Methods that write capabilities: the first word about a device, and those after it. */
  readonly capabilities: {
    readonly first: 'PUT' | 'POST';
    readonly again: 'PUT';
    /** Whether a device can be taken away again. */
    readonly canDelete: boolean;
    /** Whether the path names the device, so that a client can report those behind a gateway. */
    readonly namesDevice: boolean;
    /** Whether the device has to have the id of the client, because its fleet manager knows no other. */
    readonly deviceIsClient: boolean;
  };
  /** What writes are answered with: the first one about something, and those that replace it. */
  readonly success: {
    readonly capabilities: { readonly created: 200 | 201; readonly updated: 200 | 201 };
    readonly deploymentStatus: { readonly created: 200 | 201; readonly updated: 200 | 201 };
  };
  /** How refusals are written: as RFC 9457 has it, or as an object with the member `error` or `Error`. */
  readonly refusals: 'problem' | 'error' | 'Error';
  /** What a 400 may be about: the body that was sent, or anything, a signature that is not good too. */
  readonly badRequest: 'body' | 'anything';
  /** `Cache-Control` of what never changes. */
  readonly immutable: string;
  /** Whether the ETag of a manifest is the digest of its bytes (DS-34), or says nothing about them. */
  readonly manifestETag: 'digest' | 'opaque';
  /** Ways to fetch documents that work. */
  readonly retrievals: readonly ('bundle' | 'single')[];
}
