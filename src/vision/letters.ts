import { createWorker, PSM } from 'tesseract.js';
import { toBitmap } from './bitmap.ts';
import type { LetterReader } from './types.ts';

/** Where the recogniser's files lie: addresses in an extension, paths in Node. All of them local. */
export interface LetterFiles {
  readonly worker?: string;
  readonly core?: string;
  /** Folder of `vie.traineddata.gz`. */
  readonly language: string;
}

/** Letters that stamps are made of; others are not considered in a line. */
const STAMP_LETTERS =
  'ABCDEGHIKLMNOPQRSTUVXYÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶĐÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ ';

/** Starts one worker of tesseract.js with the Vietnamese data; nothing is fetched from elsewhere, nothing is cached. */
export async function startTesseract(files: LetterFiles): Promise<LetterReader> {
  const worker = await createWorker('vie', 1, {
    ...(files.worker !== undefined && { workerPath: files.worker, workerBlobURL: false }),
    ...(files.core !== undefined && { corePath: files.core }),
    langPath: files.language,
    cacheMethod: 'none',
    gzip: true,
  });
  let queue: Promise<unknown> = Promise.resolve();
  return {
    read(crop, kind) {
      const job = queue.then(async () => {
        await worker.setParameters({
          tessedit_pageseg_mode: kind === 'line' ? PSM.SINGLE_LINE : PSM.SPARSE_TEXT,
          tessedit_char_whitelist: kind === 'line' ? STAMP_LETTERS : '',
        });
        const { data } = await worker.recognize(toBitmap(crop) as unknown as Blob);
        return { text: data.text, confidence: data.confidence / 100 };
      });
      queue = job.catch(() => undefined);
      return job;
    },
    async release() {
      await worker.terminate();
    },
  };
}
