import { describe, expect, it } from 'vitest';
import type { Block, BlocksOptions } from '../engine/blocks.ts';
import { type HostResult, NO_DOCKER, runOn, useHosts } from './hosts.ts';
import { PORT, SERVER } from './server.ts';

/** What blocks come to, on whichever host they run. */
interface Case {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly options?: BlocksOptions;
  readonly exit?: number;
  /** In the order in which the steps ended. */
  readonly statuses?: readonly string[];
  /** What steps printed, by id; `WORKDIR` stands for the working directory. */
  readonly logs?: Readonly<Record<string, string>>;
  /** The beginning of the data that a step failed for, by id. */
  readonly reasons?: Readonly<Record<string, object>>;
  readonly check?: (result: HostResult) => void;
}

const CASES: readonly Case[] = [
  {
    title: 'steps share one shell: variables, functions, aliases, directory, umask, options',
    blocks: [
      "x=1; export Y='a  b'; f() { echo \"f $x $Y\"; }; alias g='echo alias'; mkdir d; cd d; umask 027; shopt -s extglob",
      ['bash test id=after', 'f; g; pwd; umask; shopt -p extglob; env | grep ^Y='],
    ],
    logs: { after: 'f 1 a  b\nalias\nWORKDIR/d\n0027\nshopt -s extglob\nY=a  b\n' },
  },
  {
    title: 'both streams stand in the order in which they were printed',
    blocks: [['bash test id=s', 'for i in 1 2 3; do echo out $i; echo err $i >&2; done']],
    logs: { s: 'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n' },
  },
  {
    title: 'expectations are held against the streams apart',
    blocks: [
      ['bash test id=s', 'echo out; echo err >&2; echo >/dev/stderr more'],
      ['stdout', 'out'],
      ['stderr', 'err\nmore'],
      ['assert', 'exit == 0\nstdout contains "out"'],
    ],
    statuses: ['s passed'],
  },
  {
    title: 'bytes that are no text, and a line without an end, come as they are',
    blocks: [['bash test id=s', "printf 'a\\000b\\036c\\r\\nlast'"]],
    logs: { s: 'a\0b\x1ec\r\nlast' },
  },
  {
    title: 'five megabytes of output come whole',
    blocks: [
      [
        'bash test id=s',
        'for ((i = 0; i < 100000; i++)); do echo "line $i of a rather long text, padded"; done',
      ],
    ],
    check: ({ logs }) => expect(logs['s']?.split('\n').length).toBe(100_001),
  },
  {
    title: 'a step reads nothing of what drives the session',
    blocks: [['bash test id=s', 'read -r x || true; cat; echo "next $x"'], 'true'],
    logs: { s: 'next \n' },
  },
  {
    title: 'a command that fails ends its step, and is named with its line',
    blocks: [['bash run id=s keep-going', 'echo one\nfalse | cat\necho never'], 'echo more'],
    exit: 1,
    statuses: ['s failed', 'step-2 passed'],
    logs: { s: 'one\n' },
    reasons: { s: { kind: 'exit', exit: { code: 1 }, command: { source: 'false | cat' } } },
  },
  {
    title: 'a shell that ended is followed by one in its state',
    blocks: [
      ['bash run id=exit exit=3', 'x=kept; export Z=1; cd /; exit 3'],
      ['bash test id=after', 'echo "$x $Z $PWD"'],
    ],
    logs: { after: 'kept 1 /\n' },
  },
  {
    title: 'a shell that was killed tells by which signal, and its state goes back',
    blocks: [
      'x=before',
      ['bash run id=killed exit=signal:KILL', 'x=lost; echo said; kill -9 $$'],
      ['bash test id=after', 'echo $x'],
    ],
    logs: { killed: 'said\n', after: 'before\n' },
  },
  {
    title: 'a shell that a signal ended after its trap ran tells by which, and keeps its state',
    blocks: [
      ['bash run id=ended exit=signal:TERM', 'x=1; kill -TERM $$; x=2'],
      ['bash run id=own exit=143', 'exit 143'],
      ['bash test id=after', 'echo $x'],
    ],
    logs: { after: '1\n' },
  },
  {
    title: 'a step that turns execution off is found out, and the next one runs',
    blocks: [
      ['bash run id=s keep-going', 'set -n\necho no'],
      ['bash test id=after', 'echo after'],
    ],
    exit: 1,
    logs: { after: 'after\n' },
    reasons: { s: { kind: 'cannot-start', message: expect.stringContaining('`set -n`') } },
  },
  {
    title: 'a shell that becomes a program runs it once',
    blocks: [
      ['bash run id=s', 'echo x >>runs; exec cat runs'],
      ['bash test id=after', 'cat runs'],
    ],
    logs: { s: 'x\n', after: 'x\n' },
  },
  {
    title: 'a step that takes too long is killed with all that it started, daemons as well',
    blocks: [
      ['bash run id=s timeout=2s', "setsid sleep 987 & (trap '' TERM; sleep 986) & sleep 985"],
    ],
    exit: 1,
    reasons: { s: { kind: 'timeout', timeoutMs: 2000 } },
  },
  {
    title: 'a process that a step leaves behind is named and stopped',
    blocks: [['bash run id=s', 'sleep 987 & true']],
    exit: 1,
    reasons: { s: { kind: 'leftover', processes: [{ command: 'sleep 987' }] } },
  },
  {
    title: 'a failed step leaves no daemon, one that passed keeps its own',
    blocks: [
      ['bash run id=daemon', 'setsid sleep 984 </dev/null >/dev/null 2>&1 & echo $! >pid'],
      [
        'bash run id=failed keep-going',
        'setsid sleep 983 </dev/null >/dev/null 2>&1 & echo $! >other; false',
      ],
      ['bash test id=look', 'kill -0 $(<pid); ! kill -0 $(<other) 2>/dev/null; kill $(<pid)'],
    ],
    exit: 1,
    statuses: ['daemon passed', 'failed failed', 'look passed'],
  },
  {
    title: 'file blocks create, replace, append, and leave alone what is the same',
    blocks: [
      ['text configure id=new file=conf/a.txt', "one 'quoted' $HOME\n\ttwo"],
      ['text configure id=same file=conf/a.txt', "one 'quoted' $HOME\n\ttwo"],
      ['text configure id=other file=conf/a.txt mode=0640', 'three'],
      ['text configure id=more file=conf/a.txt append', 'four'],
      ['text configure id=again file=conf/a.txt append', 'four'],
      ['bash test id=look', 'cat conf/a.txt; stat -c %a conf conf/a.txt; ls -A conf'],
    ],
    logs: { look: 'three\nfour\n755\n640\na.txt\n' },
    check: ({ verdicts }) =>
      expect(
        ['new', 'same', 'other', 'more', 'again'].map((id) => {
          const verdict = verdicts[id];
          return verdict?.status === 'passed' ? verdict.file?.action : verdict;
        }),
      ).toEqual(['created', 'unchanged', 'replaced', 'appended', 'unchanged']),
  },
  {
    title:
      'a file block follows the directory of the shell, and no link out of the working directory',
    blocks: [
      'mkdir in; cd in; ln -s / out',
      ['text configure id=here file=b.txt', 'b'],
      ['text configure id=out keep-going file=out/tmp/escaped.txt', 'b'],
      ['bash test id=look', 'cat "$PWD/b.txt"; ls /tmp/escaped.txt 2>&1 || true'],
    ],
    exit: 1,
    reasons: { out: { kind: 'file', path: '/tmp/escaped.txt' } },
    check: ({ logs }) => expect(logs['look']).toMatch(/^b\nls: .*No such file/),
  },
  {
    title: 'a file block says why it cannot write',
    blocks: [
      'mkdir folder; echo x >plain',
      ['text configure id=folder keep-going file=folder', 'b'],
      ['text configure id=below keep-going file=plain/b.txt', 'b'],
    ],
    exit: 1,
    reasons: {
      folder: { kind: 'file', hint: 'there is a folder with that name' },
      below: { kind: 'file', hint: 'a part of the path is a file, not a folder' },
    },
  },
  {
    title: 'what a step takes along is its own: env, cwd, stdin',
    blocks: [
      'mkdir sub; echo from a file >input',
      ["bash test id=s cwd=sub env.A='x y' stdin=input", 'echo "$A $PWD"; cat'],
      ['bash test id=after', 'echo "${A-unset} $PWD"'],
      ['bash run id=missing keep-going stdin=nowhere', 'cat'],
    ],
    exit: 1,
    logs: { s: 'x y WORKDIR/sub\nfrom a file\n', after: 'unset WORKDIR\n' },
    reasons: { missing: { kind: 'cannot-start' } },
  },
  {
    title: 'captures and params go on to later steps',
    blocks: [
      ['bash run id=one capture=first', 'echo "  a value  "'],
      ['bash test id=two', 'echo "[$first] $NAME"'],
      ['stdout', '[a value] <<who:word>>'],
      ['bash test id=three', 'echo "$who"'],
    ],
    options: { frontMatter: '  params: {name: {type: string, default: Ann}}' },
    logs: { two: '[a value] Ann\n', three: 'Ann\n' },
  },
  {
    title: 'a secret is in no output, no log and no record',
    blocks: [
      'echo "key $KEY"; derived="x$KEY"; printf %s "$KEY" | base64',
      ['text configure file=key.txt expand', '${key}'],
      ['bash test id=s', 'cat key.txt; echo "${#derived}"; exit 1'],
    ],
    options: {
      frontMatter: '  params: {key: {type: string, secret: true, env: KEY}}',
      env: { KEY: 'very-secret-words-1' },
    },
    exit: 1,
    logs: { s: '•••\n20\n' },
    check: ({ stdout, stderr, events }) =>
      expect(stdout + stderr + JSON.stringify(events)).not.toMatch(/very-secret|dmVyeS1zZWNyZXQ/),
  },
  {
    title: 'an attempt begins in the state from before the step',
    blocks: [
      'n=0',
      [
        'bash run id=s retry=2 backoff=1ms',
        'n=$((n + 1)); echo x >>tries; (( $(wc -l <tries) == 3 )); echo $n',
      ],
    ],
    logs: { s: '1\n' },
  },
  {
    title: 'conditions decide, and `os=` is that of the host',
    blocks: [
      ["bash run id=yes if='[[ -e / ]]' os=linux", 'true'],
      ["bash run id=no unless='test -d /'", 'true'],
      ['bash run id=mac os=macos', 'true'],
      ["bash run id=broken if='exit 7' keep-going", 'true'],
    ],
    exit: 1,
    statuses: ['yes passed', 'no skipped', 'mac skipped', 'broken failed'],
  },
  {
    title: 'a step in another language runs in the same directory and environment',
    blocks: [
      'mkdir d; cd d; export A=1',
      ['perl test id=s', 'use Cwd; print "$ENV{A} ", getcwd, "\\n";'],
    ],
    logs: { s: '1 WORKDIR/d\n' },
  },
  {
    title: 'a variable of 200 KB is carried on, also to a shell that is started anew',
    blocks: [
      'export BIG=$(printf "%0204800d" 7)',
      ['bash run exit=1', 'exit 1'],
      ['bash test id=s', 'echo ${#BIG}'],
    ],
    logs: { s: '204800\n' },
  },
  {
    title: 'a state of 2 MB is carried on to a shell that is started anew',
    blocks: [
      'big=$(printf "%02000000d" 7)',
      ['bash run exit=1', 'exit 1'],
      ['bash test id=s', 'echo ${#big}'],
    ],
    logs: { s: '2000000\n' },
  },
  {
    title: 'files, ports and addresses are asked for where the steps run',
    blocks: [
      'mkdir d; cd d; echo "port=1" >app.conf',
      [`bash run id=server background ready=port:\${port}`, SERVER],
      ['bash test id=s', 'echo done'],
      [
        'assert',
        'file app.conf contains "port=1"\nport ${port} open\nhttp GET http://127.0.0.1:${port}/x == 200\nhttp GET http://localhost:${port}/gone == 404',
      ],
      ['bash test id=f', 'true'],
      ['text expect from=file:app.conf', 'port=<<:int>>'],
    ],
    options: { frontMatter: PORT },
    statuses: ['step-1 passed', 'server passed', 's passed', 'f passed'],
  },
  {
    title: 'a request is sent from where the steps run',
    blocks: [
      [
        `bash run id=server background ready=http://127.0.0.1:\${port}/up ready=log:/listening/`,
        SERVER,
      ],
      ['http test id=ok', 'GET http://localhost:${port}/a\nAccept: application/json'],
      ['http expect', 'HTTP 200\ncontent-type: application/json\n\n{"status": "ok"}'],
      ['http test id=gone keep-going', 'GET http://127.0.0.1:${port}/gone'],
      ['bash run id=stop stops=server', 'true'],
      ['http test id=refused keep-going', 'GET http://127.0.0.1:${port}/b'],
      ['http test id=unknown keep-going', 'GET http://nowhere.invalid/b'],
    ],
    options: { frontMatter: PORT },
    exit: 1,
    reasons: {
      gone: { kind: 'http-status', status: 404 },
      refused: { kind: 'no-response', begun: false, message: 'connection refused' },
      unknown: { kind: 'no-response', begun: false },
    },
  },
  {
    title: 'a background step has the state, and changes none',
    blocks: [
      'x=1; f() { echo "f $x $PWD"; }; mkdir d; cd d',
      [
        'bash run id=b background ready=log:/f/ ready=file:up',
        'f; x=2; cd /; touch "$OLDPWD/up"; exec sleep 987',
      ],
      ['bash test id=s', 'echo $x $PWD'],
    ],
    logs: { b: 'f 1 WORKDIR/d\n', s: '1 WORKDIR/d\n' },
  },
  {
    title: 'an address that is taken already is not started on, and its holder is named',
    blocks: [
      [`bash run id=first background ready=port:\${port}`, SERVER],
      [`bash run id=second keep-going background ready=port:\${port}`, SERVER],
    ],
    options: { frontMatter: PORT },
    exit: 1,
    reasons: {
      second: { kind: 'address-taken', holder: expect.stringMatching(/^pid \d+ \(perl/) },
    },
  },
  {
    title: 'a background step that ends too soon shows how, one that dies later fails the run',
    blocks: [
      ['bash run id=early keep-going background ready=file:never', 'echo last words; exit 7'],
      ['bash run id=late keep-going background ready=file:up', 'touch up; sleep 0.5; exit 5'],
      ['bash run id=wait', 'sleep 2'],
    ],
    exit: 1,
    reasons: { early: { kind: 'exit-before-ready', exit: { code: 7 } } },
    check: ({ events }) =>
      expect(events.filter(({ type }) => type === 'background-died')).toMatchObject([
        { step: 'late', reason: { exit: { code: 5 } } },
      ]),
  },
  {
    title: 'a background step that ignores its signal is killed',
    blocks: [
      [
        'bash run id=b background stop-timeout=1s ready=log:/up/',
        "trap '' TERM; echo up; while :; do sleep 1; done",
      ],
    ],
    check: ({ events }) =>
      expect(events.filter(({ type }) => type === 'background-stopped')).toMatchObject([
        { step: 'b', killed: true },
      ]),
  },
  {
    title: 'cleanup runs after a failure, in a directory that exists',
    blocks: [
      ['bash run id=s', 'mkdir gone; cd gone; rmdir ../gone; exit 1'],
      ['bash cleanup id=clean', 'pwd; echo cleaned'],
    ],
    exit: 1,
    logs: { clean: 'WORKDIR\ncleaned\n' },
  },
  {
    title: 'a step runs as another user, which cannot read what is root’s',
    blocks: [
      [
        'bash run id=s user=nobody',
        'id -un; echo "$X" "${HOME}"; cat /etc/shadow 2>/dev/null || echo denied',
      ],
      ['text configure id=file owner=nobody:0 mode=0600 file=theirs.txt', 'x'],
      ['bash test id=owner', 'stat -c "%U %g %a" theirs.txt'],
      ['text configure id=unknown keep-going owner=nobody-at-all file=x.txt', 'x'],
    ],
    options: { frontMatter: '  env: {X: given}' },
    exit: 1,
    logs: { s: 'nobody\ngiven /nonexistent\ndenied\n', owner: 'nobody 0 600\n' },
    reasons: { unknown: { kind: 'file', message: 'no such user: nobody-at-all' } },
  },
];

const HOSTS = useHosts();
if (NO_DOCKER !== undefined)
  console.warn(`${CASES.length} tests of the contract are not run in a container: ${NO_DOCKER}`);

describe.each(HOSTS)('on $name', (host) => {
  const isRoot = process.getuid?.() === 0;
  it.for(CASES)('$title', async (one, { skip }) => {
    skip(host.missing !== undefined, host.missing);
    skip(!isRoot && one.title.includes('another user'), 'takes root');
    const result = await runOn(host, one.blocks, one.options);
    const shown = result.stdout + result.stderr;
    expect(result.exitCode, shown).toBe(one.exit ?? 0);
    if (one.statuses !== undefined) expect(result.statuses, shown).toEqual(one.statuses);
    for (const [id, text] of Object.entries(one.logs ?? {}))
      expect(result.logs[id], shown).toBe(text.replaceAll('WORKDIR', result.workdir));
    for (const [id, reason] of Object.entries(one.reasons ?? {}))
      expect(result.verdicts[id], shown).toMatchObject({ status: 'failed', reason });
    one.check?.(result);
  });
});
