/** A document like a long handbook: the mix of headings, prose, lists and fences that guides have. */

/** What stands in one section, as functions of its number. Each section has four fences. */
const PROSE = (
  n,
) => `The service **number ${n}** keeps its state in \`/var/lib/service-${n}\`, and all that it needs to know
is in \`service.conf\`. Most installations never change more than the \`port\`, which must be free
before the service starts: [the section on the configuration](#configure-service-${n}) says how to find
out who holds it, and \`ss -ltnp\` shows it. It reads the file *once*, when it starts, and says on its
first line which one it took; a file that cannot be parsed stops it at once with the line and
the column. Nothing is written outside of the folder, so that a copy of it is a backup.
`;

const LINKED = (
  n,
) => `See [what comes before](#start-service-${n}), the manual of the [project](https://example.org/manual/${n}),
and the [appendix][appendix]; \`man service-${n}\` has the options \`--port\`, \`--state\` and \`--quiet\`.
`;

const LIST = (
  n,
) => `- the \`port\` of service ${n}, which is ${8000 + (n % 1000)} unless another one is given
- the folder in which it keeps its **state**, with room for a day of requests
- the account that it runs as, which must be able to read the folder
  and need not be able to write anything else (see the [appendix][appendix])
`;

const LONG = (
  n,
) => `Why the limits of service ${n} are what they are is a long story. They were found by *measuring*: a
value that is larger than \`MemoryMax\` lets the kernel end the process, and one that is much
smaller makes \`service-${n} reload\` wait for the disk. When none of this helps, set
\`LOG_LEVEL=debug\`, start it again, and read what [the log](#start-service-${n}) says: each line begins with
the time, \`INFO\`, \`WARN\` or \`ERROR\`, and the name of the part that speaks.

> **Note:** \`service-${n}\` and its neighbours share one socket. Stop them in the order in which they were
> started, or the last one finds nobody to hand its requests to.
`;

const STEPS = (n) =>
  `\`\`\`bash run id=start-${n}\nmkdir -p "state-${n}"\nprintf 'port=%s\\n' "${8000 + n}" > "state-${n}/service.conf"\nfor name in log data cache; do\n  mkdir -p "state-${n}/$name"\ndone\necho "service ${n} is ready on port ${8000 + n}"\n\`\`\`\n\n\`\`\`output\nservice ${n} is ready on port <<:int>>\n\`\`\`\n`;

const SHOWN = [
  (n) =>
    `\`\`\`bash\ncd /srv/service-${n}\nif [ -f service.conf ]; then\n  grep -c port service.conf | tee count-${n}.txt\nfi\n\`\`\`\n`,
  (n) =>
    `\`\`\`json\n{\n  "name": "service-${n}",\n  "port": ${8000 + n},\n  "limits": {"memory": "512MiB", "files": 1024},\n  "peers": ["a-${n}", "b-${n}"]\n}\n\`\`\`\n`,
  (n) =>
    `\`\`\`yaml\nname: service-${n}\nport: ${8000 + n}\nlimits:\n  memory: 512MiB\n  files: 1024\npeers:\n  - a-${n}\n  - b-${n}\n\`\`\`\n`,
  (n) =>
    `\`\`\`text\nservice-${n}: listening on ${8000 + n}\nservice-${n}: 0 requests so far\n\`\`\`\n`,
];

function writeSection(n) {
  return [
    `## Start service ${n}\n`,
    PROSE(n),
    LINKED(n),
    STEPS(n),
    `### Configure service ${n}\n`,
    LIST(n),
    SHOWN[n % SHOWN.length](n),
    LONG(n),
    SHOWN[(n + 1) % SHOWN.length](n),
  ].join('\n');
}

/** A document of `fences` fences (a multiple of four); 20,000 of them are about 10 MB. */
export function writeBigDocument(fences) {
  const sections = Array.from({ length: fences / 4 }, (_, i) => writeSection(i + 1));
  const appendix = '## Appendix\n\nNothing here.\n\n[appendix]: #appendix\n';
  return `# Handbook of the services\n\n${sections.join('\n')}\n${appendix}`;
}
