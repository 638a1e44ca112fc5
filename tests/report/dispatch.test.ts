import { expect, it } from 'vitest';
import { createDispatcher } from '../../src/report/dispatch.ts';
import type { Reporter } from '../../src/report/types.ts';

const event = { type: 'notice', time: '2026-11-23T10:00:00.000Z', text: 'x' } as const;

it('a reporter that throws is told nothing more, and the others hear everything', async () => {
  const heard: string[] = [];
  const complaints: unknown[] = [];
  const broken: Reporter = {
    hooks: {
      notice: () => {
        heard.push('broken');
        throw new Error('no');
      },
    },
  };
  const sound: Reporter = {
    hooks: { notice: () => heard.push('sound') },
    close: () => void heard.push('closed'),
  };
  const dispatcher = createDispatcher([broken, sound], (error) => complaints.push(error));
  dispatcher.emit(event);
  dispatcher.emit(event);
  await dispatcher.close();
  expect(heard).toEqual(['broken', 'sound', 'sound', 'closed']);
  expect(complaints).toEqual([new Error('no')]);
});

it('a reporter that cannot close does not keep the others from it', async () => {
  const closed: string[] = [];
  const broken: Reporter = { hooks: {}, close: () => Promise.reject(new Error('full disk')) };
  const sound: Reporter = { hooks: {}, close: () => void closed.push('sound') };
  const dispatcher = createDispatcher([broken, sound], (error) => closed.push(String(error)));
  await dispatcher.close();
  expect(closed).toEqual(['Error: full disk', 'sound']);
});
