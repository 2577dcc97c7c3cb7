// The pages of a draft alone load this module.
import { startCommunes } from "./communes.ts";
import { startDraft } from "./draft.ts";
import { startDrawings } from "./drawing.ts";
import { startUploads } from "./uploads.ts";

startCommunes();
const draft = startDraft();
if (draft) startUploads(draft);
startDrawings();
