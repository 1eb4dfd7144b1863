import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { settingSchemas } from '../src/policy/schema.ts';

/** What a browser understands of JSON Schema in managed storage. */
export interface ManagedSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, ManagedSchema>>;
  readonly items?: ManagedSchema;
}

/** The part of JSON Schema that zod writes for the settings. */
interface Written {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Written>>;
  readonly items?: Written;
  readonly anyOf?: readonly Written[];
  readonly propertyNames?: { readonly enum: readonly string[] };
  readonly additionalProperties?: Written | false;
}

const root = new URL('../', import.meta.url);

/**
 * The schema of managed storage, made of the policy's own. Only types: for one wrong value the browser would throw out
 * the setting without a word, where `readLayer` names what is wrong and keeps what stands beside it.
 */
export function managedSchema(): Promise<ManagedSchema> {
  return describe(false);
}

/** The same with the values and numbers that each setting may have, for forms in which an administrator chooses. */
export function settingShapes(): Promise<ManagedSchema> {
  return describe(true);
}

async function describe(withValues: boolean): Promise<ManagedSchema> {
  const [vi, en] = await Promise.all(['vi', 'en'].map(readTexts));
  const properties: Record<string, ManagedSchema> = {};
  for (const [name, setting] of Object.entries(settingSchemas)) {
    const both = (key: string) => `${vi?.[key]?.message} / ${en?.[key]?.message}`;
    const written = z.toJSONSchema(setting, { io: 'input', unrepresentable: 'any' }) as Written;
    properties[name] = {
      title: both(`policy_${name}`),
      description: both(`policy_${name}_explained`),
      ...simplify(written, withValues),
    };
  }
  return { type: 'object', properties };
}

async function readTexts(language: string): Promise<Record<string, { message: string } | undefined>> {
  return JSON.parse(await readFile(new URL(`_locales/${language}/messages.json`, root), 'utf8'));
}

function simplify(written: Written, withValues: boolean): ManagedSchema {
  const plain = written.anyOf?.at(-1) ?? written;
  const { type = 'string', items, propertyNames, additionalProperties } = plain;
  const properties =
    plain.properties ??
    (propertyNames && additionalProperties
      ? Object.fromEntries(propertyNames.enum.map((name) => [name, additionalProperties]))
      : undefined);
  return {
    type,
    ...(withValues && plain.enum ? { enum: plain.enum } : {}),
    ...(withValues && plain.minimum !== undefined ? { minimum: plain.minimum } : {}),
    ...(withValues && plain.maximum !== undefined ? { maximum: plain.maximum } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, child]) => [name, simplify(child, false)]),
          ),
        }
      : {}),
    ...(items ? { items: simplify(items, false) } : {}),
  };
}
