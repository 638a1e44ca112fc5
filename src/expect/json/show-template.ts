import { showSegments } from '../text/resolve-segments.ts';
import type { JsonTemplate, TemplateElement } from './json-template.ts';
import { cutShown, writeJson } from './json-values.ts';

/** What a template stands for, in a few words: as JSON with the known values filled in, or its hole. */
export function describeTemplate(
  template: JsonTemplate,
  values: ReadonlyMap<string, string>,
): string {
  if (template.kind === 'hole') return `\`${template.hole.source}\``;
  return cutShown(write(template, values));
}

function write(template: TemplateElement, values: ReadonlyMap<string, string>): string {
  switch (template.kind) {
    case 'constant':
      return writeJson(template.node);
    case 'hole':
      return JSON.stringify(template.hole.source);
    case 'rest':
      return '"<<...>>"';
    case 'back':
      return JSON.stringify(values.get(template.name) ?? `<<${template.name}>>`);
    case 'text':
      return JSON.stringify(showSegments(template.segments, values));
    case 'array':
      return `[${template.elements.map((element) => write(element, values)).join(',')}]`;
    case 'object':
      return `{${template.entries
        .map(({ key, value }) => `${JSON.stringify(key)}:${write(value, values)}`)
        .join(',')}}`;
  }
}
