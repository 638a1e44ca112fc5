import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Channel } from '../../src/session/channel.ts';

const MARKER = '\x1emark\x1e';

function makeChannel() {
  const pipe = join(
    mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'channel-')),
    'pipe',
  );
  execFileSync('bash', ['-c', 'mkfifo -- "$0"', pipe]);
  const channel = new Channel(pipe, Buffer.from(MARKER));
  let text = '';
  channel.connect((bytes) => {
    text += bytes.toString();
  });
  return { channel, pipe, read: () => text };
}

describe('a pipe of the shell', () => {
  it('is read up to the marker that is there, without being watched', async () => {
    const { channel, pipe, read } = makeChannel();
    writeFileSync(pipe, `printed${MARKER}`);
    await channel.drain();
    expect(read()).toBe('printed');
    channel.close();
  });

  it('is watched when the marker is not there yet', async () => {
    const { channel, read } = makeChannel();
    const drained = channel.drain();
    await channel.putMarker();
    await drained;
    expect(read()).toBe('');
    channel.close();
  });

  it('that is closed keeps nobody waiting', async () => {
    const { channel } = makeChannel();
    const before = channel.drained();
    channel.close();
    await expect(before).resolves.toBeUndefined();
    await expect(channel.drained()).resolves.toBeUndefined();
    await expect(channel.putMarker()).resolves.toBeUndefined();
  });
});
