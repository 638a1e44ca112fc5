import { describe, expect, it } from 'vitest';
import { setAlarm } from '../../src/session/alarm.ts';

describe('alarms', () => {
  it('go off in the order of their times, whichever was set first', async () => {
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      setAlarm(90, resolve);
      setAlarm(60, () => heard.push('second'));
      setAlarm(30, () => heard.push('first'));
    });
    expect(heard).toEqual(['first', 'second']);
  });

  it('that were taken back do not go off', async () => {
    const heard: string[] = [];
    const takeBack = setAlarm(10, () => heard.push('taken back'));
    await new Promise<void>((resolve) => {
      setAlarm(30, resolve);
      takeBack();
      takeBack();
    });
    expect(heard).toEqual([]);
  });

  it('may be set by another one that goes off', async () => {
    await new Promise<void>((resolve) => setAlarm(5, () => setAlarm(5, resolve)));
  });

  it('that are further off than a timer of Node can be do not go off at once', async () => {
    const heard: string[] = [];
    const takeBack = [2 ** 40, Number.POSITIVE_INFINITY].map((ms) =>
      setAlarm(ms, () => heard.push(`after ${ms}`)),
    );
    await new Promise<void>((resolve) => setAlarm(20, resolve));
    for (const act of takeBack) act();
    expect(heard).toEqual([]);
  });
});
