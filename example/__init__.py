"""Draws the pictures of De Regenboog, the example school: nobody in them exists, and no photograph is used."""
