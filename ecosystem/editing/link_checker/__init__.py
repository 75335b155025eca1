"""Whether the pages that were read still answer: visited politely, judged on two days, written down one by one."""
