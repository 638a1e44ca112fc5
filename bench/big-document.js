/** A document like a long handbook: the mix of headings, prose, lists and fences that guides have. */

/** What stands in one section, as functions of its number. Each section has four fences. */
const PROSE = (n) =>
  `The service **number ${n}** keeps its state in \`/var/lib/service-${n}\`, and everything that it needs to know is in one file. ` +
  `Most installations never change more than the port, which must be free before the service starts: the sections below show how to find out who holds it. ` +
  `It reads the file once, when it starts, and says on its first line which one it took; a file that cannot be parsed stops it at once with the line and the column. ` +
  `Nothing is written outside of the folder, so that a copy of it is a backup, and removing it removes every trace of the service.\n`;

const LINKED = (n) =>
  `See [the section on the configuration](#configure-service-${n}) and [what comes before](#start-service-${n}); the manual of the [project](https://example.org/manual/${n}) has more, ` +
  `and so has the [appendix][appendix].\n`;

const LIST = (n) =>
  `- the port of service ${n}, which is ${8000 + (n % 1000)} unless another one is given\n- the folder in which it keeps its state, with room for a day of requests\n` +
  `- the account that it runs as, which must be able to read the folder\n  and need not be able to write anything else\n`;

const LONG = (n) =>
  Array.from(
    { length: 2 },
    (_, i) =>
      `Paragraph ${i + 1} about service ${n} explains at some length what a reader may want to know and a program does not: why the limits are what they are, ` +
      `how they were found, what happens when a value is larger than the memory of the host, and whom to ask when none of this helps. It refers to *nothing* else.\n`,
  ).join('\n');

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
