/**
 * What no extension can stop, each with its reason in the text `options_limit_<name>`. README lists the same, and a trial
 * of a way out that stays open names the one it belongs to.
 */
export const LIMITS = [
  'devices',
  'browsers',
  'browser',
  'sites',
  'frames',
  'meaning',
  'readers',
  'encoded',
  'keys',
  'imports',
  'windows',
  'workers',
  'hiding',
] as const;
export type Limit = (typeof LIMITS)[number];
