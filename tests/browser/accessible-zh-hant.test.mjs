import { accessible } from "./accessible.mjs";

accessible("zh-Hant");
