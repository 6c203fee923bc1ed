"""The words of the school as frozen values; nothing here reads, decides or writes."""
