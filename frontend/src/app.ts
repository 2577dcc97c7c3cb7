import { startFolds } from "./folds.ts";
import { startJob } from "./job.ts";
import { startKeptAddress } from "./kept-address.ts";
import { startList } from "./list.ts";
import { startPasskeys } from "./passkey.ts";
import { startPlan } from "./plan.ts";
import { startSearch } from "./search.ts";

startFolds();
startSearch();
startKeptAddress();
startList();
startJob();
startPlan();
startPasskeys();
