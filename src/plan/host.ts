/** What planning has to know of the host that a run acts on, where it is not this one. */
export interface HostView {
  /** As it was asked for: `docker:web`. */
  readonly name: string;
  /** Whether it was made for the run and goes with it. */
  readonly isFresh: boolean;
  /** The environment that commands have there. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a command begins there; absolute. */
  readonly cwd: string;
  /** The home folder of the user there; absolute. */
  readonly home: string;
  readonly user: string;
  readonly isRoot: boolean;
  /** Looks for programs as a shell there would: their absolute paths, by the names asked for. */
  findPrograms(
    names: readonly string[],
    path: string | undefined,
  ): Promise<ReadonlyMap<string, string>>;
  /** Ports there that nobody listens on. */
  findFreePorts(count: number, taken: ReadonlySet<number>): Promise<number[]>;
}
