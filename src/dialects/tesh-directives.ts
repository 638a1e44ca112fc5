import type { InfoWord } from '../document/info-string.ts';

/** What a block says about its session. */
export interface TeshDirectives {
  readonly session?: string;
  readonly exits: readonly string[];
  readonly setup?: string;
  readonly prompts: readonly string[];
  readonly platforms: readonly string[];
  readonly fixture?: string;
  readonly timeout?: string;
  readonly isLongRunning: boolean;
}

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'macos',
  windows: 'windows',
};

/**
 * Reads the directives of a block.
 *
 * @param tell says what is no directive that is known
 */
export function readTeshDirectives(
  words: readonly InfoWord[],
  tell: (message: string) => void,
): TeshDirectives {
  const directives: { -readonly [Key in keyof TeshDirectives]: TeshDirectives[Key] } = {
    exits: [],
    prompts: [],
    platforms: [],
    isLongRunning: false,
  };
  for (const { name, value } of words) {
    const text = value === true ? '' : value;
    if (name === 'tesh-session') directives.session = text;
    else if (name === 'tesh-exitcodes') directives.exits = text.split(/\s+/).filter(Boolean);
    else if (name === 'tesh-setup') directives.setup = text;
    else if (name === 'tesh-ps1') directives.prompts = [text.trimEnd()];
    else if (name === 'tesh-platform') directives.platforms = text.split(/[\s,]+/).filter(Boolean);
    else if (name === 'tesh-fixture') directives.fixture = text;
    else if (name === 'tesh-timeout') directives.timeout = text;
    else if (name === 'tesh-long-running') directives.isLongRunning = text === 'true';
    else if (name.startsWith('tesh-'))
      tell(`\`${name}\` is no directive that is known; it is left out`);
  }
  return directives;
}

/** Platforms as an attribute; `null` where none of them is known. */
export function describeSystems(
  platforms: readonly string[],
  tell: (message: string) => void,
): string[] | null {
  if (platforms.length === 0) return [];
  const unknown = platforms.filter((name) => SYSTEMS[name] === undefined);
  for (const name of unknown) tell(`\`${name}\` is no platform that is known`);
  const known = platforms.flatMap((name) => SYSTEMS[name] ?? []);
  return known.length === 0 ? null : [`os=${known.join(',')}`];
}
