import type { FileContent, OutputView, Stream, Subject } from '../expect/types.ts';

/** More than this is not put into a document. */
const MAX_BYTES = 1024 * 1024;
const MAX_LINES = 10_000;

/** What a step left behind, kept beyond the end of its attempt, or why it is not. */
export type KeptSubject =
  | { readonly ok: true; readonly subject: Subject }
  /** One sentence without full stop. */
  | { readonly ok: false; readonly why: string };

/** Copies the streams that an expectation reads, and each file when it is asked for. */
export function keepSubject(subject: Subject, streams: readonly Stream[]): KeptSubject {
  const kept: Partial<Record<Stream, OutputView>> = {};
  for (const stream of streams) {
    const view = subject[stream];
    const excess = measureExcess(view);
    if (excess !== undefined) return { ok: false, why: `${stream} has ${excess}` };
    kept[stream] = copyView(view);
  }
  const files = new Map<string, FileContent>();
  const readFile = async (path: string): Promise<FileContent> => {
    const known = files.get(path);
    if (known !== undefined) return known;
    const content = keepFile(await subject.surroundings.readFile(path));
    files.set(path, content);
    return content;
  };
  return {
    ok: true,
    subject: { ...subject, ...kept, surroundings: { ...subject.surroundings, readFile } },
  };
}

function keepFile(content: FileContent): FileContent {
  if (!content.ok) return content;
  const excess = measureExcess(content.view);
  if (excess !== undefined) return { ok: false, message: `has ${excess}`, absent: false };
  return { ...content, view: copyView(content.view) };
}

/** What is too much of it, for people. */
function measureExcess(view: OutputView): string | undefined {
  if (view.size > MAX_BYTES) return 'more than 1 MiB';
  let lines = 0;
  for (const chunk of view.chunks()) for (const byte of chunk) if (byte === 10) lines += 1;
  return lines > MAX_LINES ? `${lines.toLocaleString('en-US')} lines` : undefined;
}

function copyView(view: OutputView): OutputView {
  const chunks = [...view.chunks()].map((chunk) => Uint8Array.from(chunk));
  return { size: view.size, chunks: () => chunks };
}
