import type { Duplex } from 'node:stream';
import type { OwnModule } from '../../own-files/types.ts';
import type { FileRights } from '../../store/replace-file.ts';
import type { Owner } from '../find-owner.ts';
import type { Listener } from '../listeners.ts';
import type { LeaderProcess } from '../process.ts';
import type { Moment, ProcessEntry } from '../process-table.ts';

/**
 * The host that a run acts on: this one, a container, later one that `ssh` reaches. Everything that a
 * run does there goes through this; what it keeps (journal, logs, stored states) stays here.
 */
export interface Target {
  /** As it was asked for: `docker:web`; `undefined` is this host. */
  readonly name: string | undefined;
  /** The system as `os=` names it, such as `linux`. */
  readonly system: string;
  readonly shells: ShellHost;
  readonly scripts: ScriptHost;
  readonly processes: ProcessHost;
  readonly files: FileHost;
  readonly network: NetworkHost;
  /** Looks up `USER` or `USER:GROUP`; in words what is not known. */
  findOwner(text: string): Promise<Owner | string>;
  /** Runs a program for its status: what it said when that was not 0. */
  tryOut(words: readonly string[], timeoutMs: number): Promise<string | undefined>;
}

/** Where code of steps lies that the shells source. */
export interface ScriptHost {
  /** What the run's folder is called there. */
  place(folder: string): string;
  /** What the folder of a shell is called there, one in the run's. */
  shellFolder(folder: string): string;
  /** Writes a text for a shell or an interpreter; it is there when the next step begins. */
  write(path: string, text: string): void;
  /** Whether one file may be given a new name and text for each step. */
  readonly reuses: boolean;
  /** Where a Node there imports a module of this program from. */
  ownModule(module: OwnModule): string;
}

/** What a bash that runs steps is started with. */
export interface ShellLaunch {
  /** Absolute path there. */
  readonly bash: string;
  /** Folder of the shell on this side; it exists, and is empty. */
  readonly folder: string;
  /** The session's own code, by the names of the files. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Set when it gets the terminal: the command that starts the keeper of its job. */
  readonly keeper?: string;
  /** What never answers is waited for no longer when this is aborted. */
  readonly signal?: AbortSignal;
}

/** A bash that reads its script from the control pipe; the pipes are in the folder on this side. */
export interface LaunchedShell {
  readonly leader: LeaderProcess;
  /** Processes of the session that are ours. */
  readonly own: ReadonlySet<number>;
  /** Has the shell begin with its script, now that its pipes are open on this side. */
  begin(): void;
  /**
   * Keeps a text in memory, until the next one of that name; returns the path by which the shell can
   * source it. Where that is absent, or has no path to give, the text is fed by a pipe.
   */
  readonly hold?: (name: string, text: string) => string | undefined;
  /** Whether the shell waits for its next control line, as far as the kernel tells. */
  isIdle(): boolean | Promise<boolean>;
  /** Ends the shell alone, at once. */
  kill(): void;
  /** Lets the shell source a text by a pipe, so that it is on no disk. */
  feed(pipe: string, text: string): Promise<void>;
  /** Puts a text where the shell finds it by this name; absent: the folder is shared with it. */
  readonly put?: (name: string, text: string) => Promise<void>;
  /** Writes markers behind what a shell has printed that is gone; absent: this side can. */
  readonly mark?: (pipes: readonly string[], marker: string) => Promise<void>;
  /** Rejects when what carries its pipes is lost, so that nothing comes any more; absent: nothing does. */
  readonly lost?: Promise<never>;
  /** Lets go of what carries its pipes. */
  close(): void;
}

/** Starts the shells. */
export interface ShellHost {
  launch(launch: ShellLaunch): Promise<LaunchedShell>;
}

/** The processes of the host at one moment, or as they are when they are asked for. */
export interface ProcessLook {
  /** All that are alive; zombies are not. */
  readonly all: readonly ProcessEntry[];
  /** Those that were started since a mark, or more. */
  since(mark: number): readonly ProcessEntry[];
  entry(pid: number): ProcessEntry | undefined;
  /** Its environment as it was at its start, as `NAME=value`; only what marks runs is sure to be in it. */
  environment(pid: number): readonly string[];
  /** What tells the program that it runs from another one. */
  program(pid: number): string;
  isAlive(pid: number): boolean;
}

/** Looks for processes and ends them. */
export interface ProcessHost {
  /** A pid that is never ours to end: the one that does the work there. */
  readonly self: number;
  /** Equal to an earlier one when no process was started since; `NaN` where only a look can tell. */
  mark(): number;
  now(): Moment | Promise<Moment>;
  look(): ProcessLook | Promise<ProcessLook>;
  /** Numbers of the users as whom processes run. */
  users(pids: readonly number[]): ReadonlySet<number> | Promise<ReadonlySet<number>>;
  /** Sends a signal; negative numbers are groups, and who is gone is no error. */
  send(pids: readonly number[], signal: NodeJS.Signals): void | Promise<void>;
}

/** What a path leads to. */
export type PathKind = 'file' | 'directory' | 'other';

/** A file as it is read for an expectation. */
export type ReadFile =
  | { readonly ok: true; readonly size: number; readonly mode: number; chunks(): Iterable<Buffer> }
  /** `mode` is that of what is there and is no file. */
  | { readonly ok: false; readonly error: NodeJS.ErrnoException; readonly mode?: number }
  | { readonly ok: false; readonly kind: PathKind; readonly mode: number };

/** Files there; what fails throws as `node:fs` does, with a `code`. Paths are absolute. */
export interface FileHost {
  kind(path: string): Promise<PathKind | undefined>;
  /** What changes when a file is written or replaced; `undefined`: there is none. */
  identify(path: string): Promise<string | undefined>;
  read(path: string): Promise<ReadFile>;
  /** The whole text; `undefined`: there is no such file. */
  readText(path: string): Promise<string | undefined>;
  /** The path with every symbolic link resolved, also one to something that does not exist yet. */
  realTarget(path: string): Promise<string>;
  makeFolder(path: string): Promise<void>;
  /** Writes a file with a temporary one and a rename, and the folders above it. */
  replace(path: string, content: string, rights: FileRights): Promise<void>;
  setRights(path: string, rights: FileRights): Promise<void>;
}

/** A connection that is made there. */
export type Connect = (host: string, port: number) => Duplex;

/** The network as it is seen from there: `localhost` is that host. */
export interface NetworkHost {
  /** Makes the connections of requests; absent: they are made from here. */
  readonly connect?: Connect;
  /** The reason why it does not connect; `undefined` when it does. */
  tryConnect(host: string, port: number, signal?: AbortSignal): Promise<string | undefined>;
  /** Who listens; `undefined`: nobody, `null`: the system does not tell. */
  findListener(port: number): Promise<Listener | undefined | null>;
  /** Whether `host` names that host. */
  isLocal(host: string): boolean;
}
