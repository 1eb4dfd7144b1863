import { openLocalSource } from './local-source.ts';
import { startReview } from './page.ts';

startReview({ open: openLocalSource });
