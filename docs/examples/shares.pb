META
key;value
description;Parts of a budget
budget;900
currency;EUR
vote_type;cumulative
PROJECTS
project_id;cost;name
parks;0;Parks
roads;0;Roads
books;0;Library
VOTES
voter_id;vote;points
1;parks,roads;5,5
2;parks,roads;6,4
3;parks,books;5,5
4;roads,books;8,2
5;books;10
