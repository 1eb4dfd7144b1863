import { compoundFormat } from '../compound-format.ts';

/** Messages that Outlook saved, with their attachments. */
export const msg = compoundFormat('msg', 'application/vnd.ms-outlook');
