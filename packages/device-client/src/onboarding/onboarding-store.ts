/** What a device remembers of having been let in. */
export interface OnboardingRecord {
  /** What the fleet manager calls this client (LG-03). */
  readonly clientId: string;
  /** Address of the fleet manager that has let it in. */
  readonly fleetManager: string;
  /** SHA-256 of the certificate that it was let in with, as `node:crypto` writes it: `AB:CD:…`. */
  readonly fingerprint: string;
}

/** Where a device remembers that it was let in. {@link createOnboardingFile} makes the ordinary one. */
export interface OnboardingStore {
  /** Gives what was written last; undefined when there is nothing that can be used. */
  read(): Promise<OnboardingRecord | undefined>;
  /** Resolves when it would be there after a power cut. */
  write(record: OnboardingRecord): Promise<void>;
}
