"""Makes finished letters out of what was decided; every post and picture is rendered and encoded once, and no template decides.

style       reads the style sheet: its colours, and what they are in the dark
lint        looks through layouts for what would break a letter, with vocabulary (what a rule can meet) and wording (a school's own words)
contrast    finds text that is hard to read
refused     says that a layout cannot be used
templates   renders a layout with values
slots       cuts rendered text where families differ
inline      turns the style sheet into attributes, in one go
sheets      the parts that are the same for everybody
frames      what stands before and after the posts
posts       a post, and its views
about       subject, heading and sender of a letter
event_file  an invitation as a calendar file, with zone_rules
attachments what travels beside the text
headers     headers, with one recipient
mime        the encodings
press       joins all of it into letters: the one door to this room, with `proof` for layouts
"""
