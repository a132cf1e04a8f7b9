import { accessible } from "./accessible.mjs";

accessible("zh-Hans");
