import type { ReportKind } from './types.ts';

/** Kinds of reports: what each is for, and how it is loaded. A new one is a file and a line here. */
export const REPORT_KINDS: {
  readonly [name: string]: {
    /** Completes "KIND is …". */
    readonly summary: string;
    /** Absent for the one that is the events themselves. */
    readonly load?: () => Promise<ReportKind>;
    /** Whether it goes to stdout where no file is named. */
    readonly toStdout?: true;
  };
} = {
  jsonl: { summary: 'the events as they come, one a line' },
  junit: {
    summary: 'JUnit XML, a test suite for each document',
    load: async () => (await import('./junit.ts')).junit,
  },
  tap: {
    summary: 'TAP 14, a subtest for each document',
    load: async () => (await import('./tap.ts')).tap,
  },
  markdown: {
    summary: 'a summary to be read where Markdown is',
    load: async () => (await import('./markdown.ts')).markdownReport,
  },
  html: {
    summary: 'one page that needs nothing else: each document with what became of its blocks',
    load: async () => (await import('./html.ts')).html,
  },
  github: {
    summary: 'annotations for a workflow, and the summary of its job',
    load: async () => (await import('./github.ts')).github,
    toStdout: true,
  },
};
