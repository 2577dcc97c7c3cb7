import { startJob } from "./job.ts";
import { startList } from "./list.ts";
import { startSearch } from "./search.ts";

startSearch();
startList();
startJob();
