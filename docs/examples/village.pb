META
key;value
description;A village budget
budget;1000
currency;EUR
vote_type;approval
PROJECTS
project_id;cost;name
p1;600;Playground
p2;400;School roof
p3;300;Skate park
VOTES
voter_id;vote
1;p1,p2
2;p1,p2
3;p1,p2
4;p1,p2
5;p1,p2
6;p1
7;p3
8;p3
9;p3
10;p3
