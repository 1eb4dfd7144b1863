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

/** The schema of managed storage, made of the policy's own. Titles and descriptions come in both languages. */
export async function managedSchema(): Promise<ManagedSchema> {
  const [vi, en] = await Promise.all(['vi', 'en'].map(readTexts));
  const properties: Record<string, ManagedSchema> = {};
  for (const [name, setting] of Object.entries(settingSchemas)) {
    const both = (key: string) => `${vi?.[key]?.message} / ${en?.[key]?.message}`;
    const written = z.toJSONSchema(setting, { io: 'input', unrepresentable: 'any' }) as Written;
    properties[name] = {
      title: both(`policy_${name}`),
      description: both(`policy_${name}_explained`),
      ...simplify(written, true),
    };
  }
  return { type: 'object', properties };
}

async function readTexts(language: string): Promise<Record<string, { message: string } | undefined>> {
  return JSON.parse(await readFile(new URL(`_locales/${language}/messages.json`, root), 'utf8'));
}

/**
 * Inside lists and objects only types are checked by the browser: it would throw out the whole setting for one wrong
 * entry, and `readLayer` keeps what stands beside it and names what is wrong.
 */
function simplify(written: Written, outermost: boolean): ManagedSchema {
  const plain = written.anyOf?.at(-1) ?? written;
  const { type = 'string', items, propertyNames, additionalProperties } = plain;
  const properties =
    plain.properties ??
    (propertyNames && additionalProperties
      ? Object.fromEntries(propertyNames.enum.map((name) => [name, additionalProperties]))
      : undefined);
  return {
    type,
    ...(outermost && plain.enum ? { enum: plain.enum } : {}),
    ...(outermost && plain.minimum !== undefined ? { minimum: plain.minimum } : {}),
    ...(outermost && plain.maximum !== undefined ? { maximum: plain.maximum } : {}),
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
