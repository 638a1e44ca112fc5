import type * as Yaml from 'yaml';
import { loadLibrary } from './load.ts';

/** The YAML library, which is loaded with the first YAML that is more than a plain map of words. */
export function yaml(): typeof Yaml {
  return loadLibrary('yaml');
}
