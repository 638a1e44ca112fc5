/** How this machine reaches the package registries: a fresh one beside it has to do the same. */
import { readFileSync } from 'node:fs';
import { runCommand } from './run-command.ts';

/** Where the authorities are in the image that this machine trusts. */
const AUTHORITIES = '/etc/machine-authorities.pem';

/** Variables that name a file of trusted authorities, to pip, uv, npm, curl and Node. */
const AUTHORITY_VARIABLES = [
  'SSL_CERT_FILE',
  'PIP_CERT',
  'NODE_EXTRA_CA_CERTS',
  'npm_config_cafile',
  'CURL_CA_BUNDLE',
];

export interface MachineSettings {
  /** Variables of every process. */
  readonly env: Readonly<Record<string, string>>;
  /** Contents of files, by their paths. */
  readonly files: Readonly<Record<string, string>>;
}

/** What pip, npm and apt are configured with here, and the authorities that this machine trusts besides. */
export async function readMachineSettings(): Promise<MachineSettings> {
  const authorities = process.env['SSL_CERT_FILE'] ?? process.env['NODE_EXTRA_CA_CERTS'];
  const trusted = authorities === undefined ? [] : AUTHORITY_VARIABLES;
  return {
    env: {
      ...pickVariables(/^(UV_.*|(HTTPS?|NO|ALL)_PROXY)$/i),
      ...(await readPip()),
      ...(await readNpm()),
      ...Object.fromEntries(trusted.map((name) => [name, AUTHORITIES])),
    },
    files: {
      ...(authorities === undefined ? {} : { [AUTHORITIES]: readFileSync(authorities, 'utf8') }),
      '/etc/apt/apt.conf.d/90machine': await readApt(),
    },
  };
}

function pickVariables(names: RegExp): Record<string, string> {
  const found = Object.entries(process.env).filter(([name]) => names.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name, value ?? '']));
}

/** `global.index-url='…'` is `PIP_INDEX_URL`. Paths of this machine mean nothing elsewhere. */
async function readPip(): Promise<Record<string, string>> {
  const { output } = await runCommand(['python3', '-m', 'pip', 'config', 'list']);
  const lines = [...output.matchAll(/^(?:global|install|:env:)\.([a-z-]+)='(.*)'$/gm)];
  return Object.fromEntries(
    lines
      .filter(([, , value = '']) => !value.startsWith('/'))
      .map(([, key = '', value = '']) => [`PIP_${key.replaceAll('-', '_').toUpperCase()}`, value]),
  );
}

async function readNpm(): Promise<Record<string, string>> {
  const { output, exitCode } = await runCommand(['npm', 'config', 'get', 'registry']);
  return exitCode === 0 ? { npm_config_registry: output.trim() } : {};
}

/** The reader says yes to what apt asks. */
async function readApt(): Promise<string> {
  const { output } = await runCommand(['apt-config', 'dump', 'Acquire']);
  const lines = output
    .split('\n')
    .filter((line) => /^Acquire::(https?|Retries)\b.*"."/i.test(line));
  return [...lines, 'APT::Get::Assume-Yes "true";', ''].join('\n');
}

/** The mirror that apt uses here for this release of Debian, if it does. */
export async function findMirror(release: string): Promise<string | undefined> {
  const format = '$(REPO_URI) $(RELEASE)';
  const { output } = await runCommand(['apt-get', 'indextargets', '--format', format]).catch(
    () => ({
      output: '',
    }),
  );
  const line = output.split('\n').find((one) => one.endsWith(` ${release}`));
  return line?.split(' ')[0];
}
