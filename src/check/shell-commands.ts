/** A command word at the beginning of a simple command. */
export interface CommandWord {
  readonly name: string;
  /** UTF-16 code units from the beginning of the script. */
  readonly offset: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'if then else elif fi do done while until for case esac select in function time coproc { } ! [[ ]]'.split(
    ' ',
  ),
);

/** Keywords after which a command begins. */
const OPENING: ReadonlySet<string> = new Set(
  'if then else elif do while until { ! time'.split(' '),
);

const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

/**
 * The plain words at which simple commands of a script begin, as far as they can be told without
 * understanding the shell. A script with anything that is hard to tell (`case`, here-documents,
 * quotes that span lines, substitutions) gives the words before it only.
 */
export function findCommandWords(script: string): readonly CommandWord[] {
  const words: CommandWord[] = [];
  let offset = 0;
  let continued = false;
  for (const line of script.split('\n')) {
    if (isHard(line)) return words;
    if (!continued) words.push(...readLine(line, offset));
    continued = /\\$/.test(line) || /(?:\|\||&&|\|)\s*$/.test(line);
    offset += line.length + 1;
  }
  return words;
}

/** Whether what follows on other lines depends on more than this line says. */
function isHard(line: string): boolean {
  if (/<<|\bcase\b|\bselect\b|`|\(\(|=\(/.test(line)) return true;
  const bare = line.replace(/\\./g, '').replace(/'[^']*'|"(?:\$\([^)]*\)|[^"])*"/g, '');
  return /['"]/.test(bare);
}

function readLine(line: string, offset: number): CommandWord[] {
  const found: CommandWord[] = [];
  let isBeginning = true;
  for (const match of line.matchAll(
    /#.*$|&&|\|\||[;|&(){}]|(?:\\.|'[^']*'|"[^"]*"|\$\([^)]*\)|\$\{[^}]*\}|[^\s;|&(){}'"\\])+/g,
  )) {
    const [word] = match;
    if (word.startsWith('#')) return found;
    if (/^(?:&&|\|\||[;|&({])$/.test(word)) isBeginning = true;
    else if (isBeginning && !ASSIGNMENT.test(word)) {
      isBeginning = OPENING.has(word);
      const isPlain = /^[A-Za-z][\w.+-]*$/.test(word) && !KEYWORDS.has(word);
      // `name() { …` defines a function.
      const isDefinition = line.startsWith('(', match.index + word.length);
      if (isPlain && !isDefinition) found.push({ name: word, offset: offset + match.index });
    }
  }
  return found;
}
