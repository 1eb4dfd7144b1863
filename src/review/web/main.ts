import { speak } from '../../ui/own-texts.ts';
import { startReview } from '../page.ts';
import { openServerSource } from './server-source.ts';

// The server has said in which language it speaks with this person.
speak(document.documentElement.lang);
startReview({ open: openServerSource });
