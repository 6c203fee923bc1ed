"""The decisions: pure functions over the frozen values of `school`; no file, clock, network or randomness is met here.

rule        who may see what
know        posts, readers, memory
hold        what waits for a person
letters     what stands in one
answers     what a reply means
plan        all of it meets
tell        why, what would change it, who hears of it

A room leans on those above it alone. Each answer carries its reasons; a reader should be able to read these modules aloud to a head
teacher.
"""
