import { ATTRIBUTE_RULES, type AttributeRuleId } from './attribute-rules.ts';
import { DOCUMENT_RULES, type DocumentRuleId } from './document-rules.ts';
import { EXPECTATION_RULES, type ExpectationRuleId } from './expectation-rules.ts';
import { FRONT_MATTER_RULES, type FrontMatterRuleId } from './front-matter-rules.ts';
import { NAME_RULES, type NameRuleId } from './name-rules.ts';
import { PATTERN_RULES, type PatternRuleId } from './pattern-rules.ts';
import { STEP_RULES, type StepRuleId } from './step-rules.ts';
import type { RuleTable } from './types.ts';

/** The identifier of a rule, kebab-case and stable. One without documentation does not compile. */
export type RuleId =
  | StepRuleId
  | AttributeRuleId
  | ExpectationRuleId
  | PatternRuleId
  | NameRuleId
  | FrontMatterRuleId
  | DocumentRuleId;

/** Every rule with its documentation; `docs/rules.md` is written from it. */
export const RULES: RuleTable<RuleId> = {
  ...STEP_RULES,
  ...ATTRIBUTE_RULES,
  ...EXPECTATION_RULES,
  ...PATTERN_RULES,
  ...NAME_RULES,
  ...FRONT_MATTER_RULES,
  ...DOCUMENT_RULES,
};
