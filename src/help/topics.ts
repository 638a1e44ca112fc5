/** What `runbook help TOPIC` explains. */
export interface TopicSpec {
  /** One line. */
  readonly summary: string;
  /** Pages, as seen from `docs/`, whole, or sections of them by their anchors: `format.md#roles`. */
  readonly parts: readonly string[];
}

/** The one table of topics: the help, its completions and the manual page are made from it. */
export const TOPICS: Readonly<Record<string, TopicSpec>> = {
  format: {
    summary: 'how a document is written: fences, tags, order',
    parts: ['format.md#principles', 'format.md#fences', 'format.md#languages'],
  },
  'front-matter': {
    summary: 'the settings at the top of a document',
    parts: ['format.md#front-matter'],
  },
  params: {
    summary: 'values that are given from outside, and in which order they are looked for',
    parts: ['format.md#params', 'cli.md#where-the-value-of-a-param-comes-from'],
  },
  scenarios: {
    summary: 'several ways through one document',
    parts: ['format.md#scenarios', 'cli.md#selection'],
  },
  roles: { summary: 'what the word behind the language means', parts: ['format.md#roles'] },
  attributes: {
    summary: 'what can be said of a step: times, retries, readiness, conditions',
    parts: ['format.md#attributes'],
  },
  references: { summary: 'what ${name} stands for', parts: ['format.md#references'] },
  files: { summary: 'blocks that are files', parts: ['format.md#file-blocks'] },
  http: { summary: 'requests as steps', parts: ['format.md#http-steps'] },
  people: {
    summary: 'steps by hand, questions, and what is asked where nobody is',
    parts: ['format.md#people', 'cli.md#what-a-run-asks'],
  },
  checklist: { summary: 'the task list that a run fills in', parts: ['format.md#checklist'] },
  expectations: {
    summary: 'what can be written about an output, in short',
    parts: [
      'format.md#expectations',
      'expectations.md#lines',
      'expectations.md#ways-to-compare',
      'expectations.md#conditions',
    ],
  },
  holes: {
    summary: 'what may differ in a line: types, constraints, captures',
    parts: ['expectations.md#types'],
  },
  json: {
    summary: 'how JSON and YAML are compared, and paths into them',
    parts: ['expectations.md#json', 'expectations.md#yaml'],
  },
  failures: {
    summary: 'sections for failures, the search for causes, rollback',
    parts: ['format.md#when-something-fails', 'expectations.md#when-one-does-not-hold'],
  },
  records: {
    summary: 'what to do after a run that did not pass; where its logs are',
    parts: ['operating.md#what-to-do', 'operating.md#what-a-record-is'],
  },
  secrets: {
    summary: 'what is masked, and how a secret is given',
    parts: ['format.md#secrets'],
  },
  trust: {
    summary: 'what a document can do to a host, and what only looks at one',
    parts: ['../SECURITY.md#what-is-trusted'],
  },
  environment: {
    summary: 'what the steps find in their environment',
    parts: ['cli.md#the-environment-of-the-steps', 'operating.md#variables'],
  },
  keys: {
    summary: 'the keys of guided mode, Ctrl-C and Ctrl-Z',
    parts: [
      'guided-mode.md#keys',
      'guided-mode.md#ctrl-c-ctrl-z-and-a-terminal-that-goes-away',
      'guided-mode.md#exit-codes',
    ],
  },
  targets: { summary: 'running a document in a container', parts: ['targets.md'] },
  reports: { summary: 'JUnit, TAP, HTML and the others', parts: ['reports.md'] },
  ci: { summary: 'recipes for GitHub, GitLab and a plain shell', parts: ['ci.md'] },
  editors: { summary: 'front matter that an editor completes and checks', parts: ['editors.md'] },
  'exit-codes': { summary: 'what the number at the end means', parts: ['cli.md#exit-codes'] },
};
