DROP TABLE filing_entries;
