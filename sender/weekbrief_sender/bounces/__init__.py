"""Reads what mail servers report of letters they had taken, and writes down what became of each; it never removes an address, or a mail.

Whoever can write to that mailbox can write anything into it. So a report is believed only where it names a letter of ours: by the
envelope sender that this letter alone has, or by its Message-ID. Neither can be guessed; who got a letter knows both, and can at worst
say of their own letter that it did not arrive. What is read of one report, and of how many, is bounded.
"""
