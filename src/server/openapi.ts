import * as z from 'zod';
import { answerSchema, problemSchema } from './scan-answer.ts';
import type { ScanLimits } from './scan-body.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The description of the scan API (OpenAPI 3.1). */
export function describeScanApi(limits: ScanLimits) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lá Chắn: scan API',
      version: '1',
      description:
        'Judges texts and files for the backend of an office system. Nothing of what is sent is kept, logged or echoed.',
    },
    paths: {
      '/v1/scan': { post: describeScan(limits) },
      '/v1/openapi.json': {
        get: {
          operationId: 'describe',
          summary: 'This description',
          security: [],
          responses: { 200: { description: 'This description', content: { 'application/json': {} } } },
        },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Answer: schemaOf(answerSchema), Problem: schemaOf(problemSchema) },
    },
  };
}

function describeScan({ bytes, items }: ScanLimits) {
  return {
    operationId: 'scan',
    summary: 'Judge texts and files',
    security: [{ key: [] }],
    parameters: [
      { name: 'Accept-Language', in: 'header', schema: { type: 'string', examples: ['vi', 'en'] } },
    ],
    requestBody: {
      required: true,
      description: `At most ${bytes} bytes and ${items} items.`,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            description: 'Each file is read by its content; each other field is judged as a text.',
            properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
            additionalProperties: { type: 'string' },
          },
        },
        'text/plain': { schema: { type: 'string', description: 'UTF-8' } },
        'application/octet-stream': { schema: { contentMediaType: 'application/octet-stream' } },
      },
    },
    responses: {
      200: {
        description: 'The verdict',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } },
      },
      400: problem('The body was cut short'),
      401: problem('The key is missing or unknown'),
      408: problem('The body came too slowly'),
      413: problem('Too many bytes or items'),
      415: problem('Not one of the three types'),
      422: problem('The body is empty or not what its type says'),
      503: problem('Too many requests at once; see Retry-After'),
    },
  };
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema);
  return plain;
}
