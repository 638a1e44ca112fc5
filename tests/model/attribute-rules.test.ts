import { describe, expect, it } from 'vitest';
import { errorsOf, fence } from './problems-of.ts';

describe('refuses', () => {
  it('values that cannot be read', () => {
    expect(
      errorsOfEach(
        `
        timeout=10
        timeout=0s
        timeout
        exit=256
        exit=zero
        exit=signal:FOO
        retry=0
        retry=many
        max=90
        stable=1
        stable=3x
        capture=1x
        capture=a-b
        capture
        os=linux,beos
        id=@a
        id=
        keep-going=yes
        env.A-B=1
        env.UID=1
        env.A
        title=""
        title="a
      `,
        'bash run ',
      ),
    ).toMatchInlineSnapshot(`
      "bash run timeout=10
        1:13 bad-attribute: \`timeout\` must be a duration such as \`500ms\`, \`10s\`, \`5m\` or \`1h\`, not \`10\`
      bash run timeout=0s
        1:13 bad-attribute: \`timeout\` must be a duration such as \`500ms\`, \`10s\`, \`5m\` or \`1h\`, not \`0s\`
      bash run timeout
        1:13 bad-attribute: \`timeout\` needs a value (such as \`timeout=60s\`)
      bash run exit=256
        1:13 bad-attribute: \`exit\` must be \`0\`, a list of codes up to 255 such as \`0,2\`, \`nonzero\`, \`any\`, or a signal such as \`signal:TERM\`, not \`256\`
      bash run exit=zero
        1:13 bad-attribute: \`exit\` must be \`0\`, a list of codes up to 255 such as \`0,2\`, \`nonzero\`, \`any\`, or a signal such as \`signal:TERM\`, not \`zero\`
      bash run exit=signal:FOO
        1:13 bad-attribute: \`exit\` must be \`0\`, a list of codes up to 255 such as \`0,2\`, \`nonzero\`, \`any\`, or a signal such as \`signal:TERM\`, not \`signal:FOO\`
      bash run retry=0
        1:13 bad-attribute: \`retry\` must be a whole number from 1 to 1000, not \`0\`
      bash run retry=many
        1:13 bad-attribute: \`retry\` must be a whole number from 1 to 1000, not \`many\`
      bash run max=90
        1:13 bad-attribute: \`max\` must be a duration such as \`500ms\`, \`10s\`, \`5m\` or \`1h\`, not \`90\`
      bash run stable=1
        1:13 bad-attribute: \`stable\` must be a whole number from 2 to 1000, not \`1\`
      bash run stable=3x
        1:13 bad-attribute: \`stable\` must be a whole number from 2 to 1000, not \`3x\`
      bash run capture=1x
        1:13 bad-attribute: \`capture\` must be a name of letters, digits and \`_\`, no digit first, not \`1x\`
      bash run capture=a-b
        1:13 bad-attribute: \`capture\` must be a name of letters, digits and \`_\`, no digit first, not \`a-b\`
      bash run capture
        1:13 bad-attribute: \`capture\` needs a value (such as \`capture=token\`)
      bash run os=linux,beos
        1:13 bad-attribute: \`os\` must be a list of \`linux\`, \`macos\`, \`freebsd\`, \`openbsd\` and \`windows\`, such as \`linux,macos\`, not \`linux,beos\`
      bash run id=@a
        1:13 bad-attribute: \`id\` must be letters, digits, \`-\`, \`_\` and \`.\`, beginning with a letter or a digit, not \`@a\`
      bash run id=
        1:13 bad-attribute: \`id\` must be letters, digits, \`-\`, \`_\` and \`.\`, beginning with a letter or a digit, not nothing
      bash run keep-going=yes
        1:13 bad-attribute: \`keep-going\` takes no value (write \`keep-going\` alone)
      bash run env.A-B=1
        1:13 bad-name: \`A-B\` cannot be the name of an environment variable (use letters, digits and \`_\`, no digit first)
      bash run env.UID=1
        1:13 name-collision: \`UID\` cannot be set: the shell keeps it read-only
      bash run env.A
        1:13 bad-attribute: \`env.A\` needs a value (such as \`env.A=value\`)
      bash run title=""
        1:13 bad-attribute: \`title\` must be text, not nothing
      bash run title="a
        1:13 bad-info-string: \`title\`: the quote " is never closed (a value with blanks is written \`name="value"\` or \`name='value'\`)"
    `);
  });

  it('conditions of readiness that are none', () => {
    expect(
      errorsOfEach(
        `
        ftp://x
        http://
        port:0
        port:http
        log:up
        log:/(/
        log:/(?=a)/
        file:
        up
      `,
        'bash run background ready=',
      ),
    ).toMatchInlineSnapshot(`
      "bash run background ready=ftp://x
        1:24 bad-attribute: \`ready\` must be \`http://…\`, \`https://…\`, \`port:8000\`, \`log:/regex/\` or \`file:PATH\`, not \`ftp://x\`
      bash run background ready=http://
        1:24 bad-attribute: \`ready\` must be a URL that can be asked for, not \`http://\`
      bash run background ready=port:0
        1:24 bad-attribute: \`ready\` must name a port from 1 to 65535, such as \`port:8000\`, not \`port:0\`
      bash run background ready=port:http
        1:24 bad-attribute: \`ready\` must name a port from 1 to 65535, such as \`port:8000\`, not \`port:http\`
      bash run background ready=log:up
        1:24 bad-attribute: \`ready\` must have its pattern between slashes: \`log:/listening/\`, not \`log:up\`
      bash run background ready=log:/(/
        1:24 bad-attribute: \`ready\` must be a regular expression that RE2 understands (missing closing ): \`(\`), not \`log:/(/\`
      bash run background ready=log:/(?=a)/
        1:24 bad-attribute: \`ready\` must be a regular expression that RE2 understands (invalid or unsupported Perl syntax: \`(?=\`), not \`log:/(?=a)/\`
      bash run background ready=file:
        1:24 bad-attribute: \`ready\` must name a file: \`file:PATH\`, not \`file:\`
      bash run background ready=up
        1:24 bad-attribute: \`ready\` must be \`http://…\`, \`https://…\`, \`port:8000\`, \`log:/regex/\` or \`file:PATH\`, not \`up\`"
    `);
  });

  it('attributes that do not fit each other, the role or the language', () => {
    expect(
      errorsOfEach(`
        bash run background
        bash run ready=port:1
        bash run stop=TERM stop-timeout=1s
        bash run every=1s
        bash health every=1s retry=2
        bash run backoff=1s
        bash run stable=3 retry=2
        bash run stable=3 background ready=port:1
        bash run capture=x background ready=port:1
        bash run file=x max=1s stable=2 capture=y
        bash run within=1s retry=2
        bash run retry=1 background ready=port:1
        bash run exit=1 background ready=port:1
        bash run mode=0644 expand append
        bash require file=x
        bash require background ready=port:1
        bash cleanup background ready=port:1
        bash configure file=x timeout=1s env.A=1 stdin=y
        json run
        pyton run
        bash run mode=999 file=x
      `),
    ).toMatchInlineSnapshot(`
      "bash run background
        1:13 missing-attribute: \`background\` needs \`ready\` (add \`ready=port:8000\`)
      bash run ready=port:1
        1:13 missing-attribute: \`ready\` needs \`background\` (add \`background\`)
      bash run stop=TERM stop-timeout=1s
        1:13 missing-attribute: \`stop\` needs \`background\` (add \`background\`)
        1:23 missing-attribute: \`stop-timeout\` needs \`background\` (add \`background\`)
      bash run every=1s
        1:13 missing-attribute: \`every\` needs \`within\`, \`stable\` or \`background\` (add \`within=60s\`, \`stable=3\` or \`background\`)
      bash health every=1s retry=2
        1:16 missing-attribute: \`every\` needs \`within\`, \`stable\` or \`background\` (add \`within=60s\`, \`stable=3\` or \`background\`)
      bash run backoff=1s
        1:13 missing-attribute: \`backoff\` needs \`retry\` (add \`retry=3\`)
      bash run stable=3 retry=2
        1:13 attribute-conflict: \`stable\` cannot stand together with \`retry\` (\`retry\` is content with one attempt that passes, \`stable\` wants several)
      bash run stable=3 background ready=port:1
        1:13 attribute-conflict: \`stable\` cannot stand together with \`background\` (a background step is started once; let a \`health\` step follow it)
      bash run capture=x background ready=port:1
        1:13 attribute-conflict: \`capture\` cannot stand together with \`background\` (it prints as long as it runs; capture from a line of its \`output\`)
      bash run file=x max=1s stable=2 capture=y
        1:20 attribute-conflict: \`max\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
        1:27 attribute-conflict: \`stable\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
        1:36 attribute-conflict: \`capture\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
      bash run within=1s retry=2
        1:23 attribute-conflict: \`retry\` cannot stand together with \`within\` (\`within\` repeats for a time, \`retry\` a number of times)
      bash run retry=1 background ready=port:1
        1:13 attribute-conflict: \`retry\` cannot stand together with \`background\` (a background step is started once)
      bash run exit=1 background ready=port:1
        1:13 attribute-conflict: \`exit\` cannot stand together with \`background\` (a background step is stopped, so how it exits is no verdict)
      bash run mode=0644 expand append
        1:13 missing-attribute: \`mode\` needs \`file\` (add \`file=app.conf\`)
        1:23 missing-attribute: \`expand\` needs \`file\` (add \`file=app.conf\`)
        1:30 missing-attribute: \`append\` needs \`file\` (add \`file=app.conf\`)
      bash require file=x
        1:17 attribute-conflict: \`file\` cannot stand on a \`require\` step (a prerequisite changes nothing)
      bash require background ready=port:1
        1:17 attribute-conflict: \`background\` cannot stand on a \`require\` step (a prerequisite is asked for and ends)
      bash cleanup background ready=port:1
        1:17 attribute-conflict: \`background\` cannot stand on a \`cleanup\` step (nothing keeps running after cleanup)
      bash configure file=x timeout=1s env.A=1 stdin=y
        1:26 attribute-conflict: \`timeout\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
        1:37 attribute-conflict: \`env.A\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
        1:45 attribute-conflict: \`stdin\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
      json run
        1:4 data-language: nothing runs a \`json\` block (say which file it is with \`file=PATH\`, make it a \`manual\` step, or take the role out)
      pyton run
        1:4 unknown-language: no interpreter is known for \`pyton\` blocks (did you mean \`python\`?)
      bash run mode=999 file=x
        1:13 bad-attribute: \`mode\` must be permission bits such as \`0644\`, not \`999\`"
    `);
  });
});

/** The errors of each info string, below it. */
function errorsOfEach(lines: string, before = ''): string {
  const infos = lines.trim().split(/\n\s*/);
  return infos
    .map((info) => `${before}${info}\n  ${errorsOf(fence(before + info)).replaceAll('\n', '\n  ')}`)
    .join('\n');
}
